// An engine of one stage, to be killed. Arguments: the project's folder, and the stage's command; with `held`, the command is
// started and watched, but not released. Says `group N`, then whatever the stage says.
import { writeSync } from "node:fs";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { attempt } from "../../../engine/run/attempt/attempt.ts";
import { Watchdog } from "../../../engine/run/watchdog/watchdog.ts";
import { planOf, stageOf } from "./stage.ts";

const [, , projectRoot = "", command = "", mode = ""] = process.argv;
const machine = nodePlatform();
const say = (line: string): void => void writeSync(1, `${line}\n`);
const platform = {
  ...machine,
  processes: {
    ...machine.processes,
    start: async (request: Parameters<typeof machine.processes.start>[0]) => {
      const started = await machine.processes.start(request);
      say(`group ${started.group}`);
      return mode === "held" ? { ...started, release: () => say("watched") } : started;
    },
  },
};
const stage = stageOf({ does: { command } });
await attempt(
  {
    platform,
    watchdog: new Watchdog(platform.processes),
    projectRoot,
    installation: { stageHost: "", node: process.execPath },
    storeFolder: "",
  },
  {
    plan: planOf(projectRoot, stage),
    stage,
    inputs: {},
    run: "r1",
    granted: {},
    attempt: 1,
    signal: new AbortController().signal,
    emit: (event) => event.type === "stage-output" && say(event.line),
  },
);
