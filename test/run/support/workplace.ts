import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "../../../engine/events/event.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { type AttemptRequest, attempt } from "../../../engine/run/attempt/attempt.ts";
import type { LocalExecutor } from "../../../engine/run/attempt/executor.ts";
import type { AttemptResult } from "../../../engine/run/attempt/result.ts";
import { Watchdog } from "../../../engine/run/watchdog/watchdog.ts";
import { planOf, type StageFacts, stageOf } from "./stage.ts";

export interface Attempted {
  readonly result: AttemptResult;
  readonly events: readonly Event[];
  /** `stdout: …` and `stderr: …`, in order of arrival. */
  readonly lines: readonly string[];
}

/** A project in a temporary folder, in which attempts are made on this machine. */
export class Workplace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "workplace-")));
  readonly executor: LocalExecutor;

  constructor(options: { readonly variables?: Record<string, string>; readonly stageHost?: string } = {}) {
    const machine = nodePlatform();
    const variables = { PATH: process.env.PATH, HOME: process.env.HOME, ...options.variables };
    const platform = { ...machine, environment: { ...machine.environment, variables } };
    this.executor = {
      platform,
      watchdog: new Watchdog(platform.processes),
      projectRoot: this.root,
      installation: { stageHost: options.stageHost ?? "", node: process.execPath },
      storeFolder: join(this.root, ".millrace", "store"),
    };
  }

  async attempt(facts: StageFacts, options: Partial<AttemptRequest> = {}): Promise<Attempted> {
    const stage = stageOf(facts);
    const events: Event[] = [];
    const result = await attempt(this.executor, {
      plan: planOf(this.root, stage),
      stage,
      inputs: {},
      run: "r1",
      granted: {},
      attempt: 1,
      signal: new AbortController().signal,
      ...options,
      emit: (event) => {
        events.push(event);
        options.emit?.(event);
      },
    });
    const lines = events.flatMap((event) => (event.type === "stage-output" ? [`${event.stream}: ${event.line}`] : []));
    return { result, events, lines };
  }

  async close(): Promise<void> {
    await this.executor.watchdog.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}
