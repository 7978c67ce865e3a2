import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { StageKind } from "../../engine/kind/define-stage.ts";
import { extensionOf } from "../../engine/kind/port.ts";
import {
  type FailureDescription,
  type InputValue,
  type OutputValue,
  type Reporter,
  type StageContext,
  StageFailure,
} from "../../engine/kind/stage-context.ts";
import { asDigest, type Digest } from "../../engine/platform/identity.ts";

/** What a stage said while it ran. */
export interface Recorded {
  readonly progress: Parameters<Reporter["progress"]>[0][];
  readonly log: string[];
  readonly backends: string[];
  readonly warnings: Omit<FailureDescription, "exit">[];
}

export interface StageBench<With, In extends string, Out extends string> {
  readonly context: StageContext<With, In, Out>;
  readonly recorded: Recorded;
  /** Where each output goes: absolute paths in a fresh folder. */
  readonly out: Readonly<Record<Out, string>>;
  readonly abort: AbortController;
}

/**
 * A context as the engine would hand it to a kind in its own process. `in` maps ports to absolute paths, several for a
 * gathered matrix; ports that are left out are not bound. Outputs lie in a folder that goes away with the test.
 */
export function stageContext<With, In extends string, Out extends string>({
  kind,
  in: inputs,
  with: options,
}: {
  readonly kind: StageKind<With, In, Out>;
  readonly in: Readonly<Partial<Record<In, string | readonly string[]>>>;
  readonly with: With;
}): StageBench<With, In, Out> {
  const folder = temporaryFolder();
  const recorded: Recorded = { progress: [], log: [], backends: [], warnings: [] };
  const abort = new AbortController();
  const bound = mapPorts(kind.ports.in, (port, { type }) => {
    const given = inputs[port] ?? [];
    const first = typeof type === "string" ? type : (type[0] ?? "file");
    return inputValue({ port, type: first, paths: typeof given === "string" ? [given] : given });
  });
  const outputs = mapPorts(kind.ports.out, (port, { type }): OutputValue => {
    mkdirSync(join(folder, "out"), { recursive: true });
    return { path: join(folder, "out", `${port}${extensionOf[type]}`), type };
  });
  const report: Reporter = {
    progress: (progress) => recorded.progress.push(progress),
    log: (line) => recorded.log.push(line),
    backend: (name) => recorded.backends.push(name),
    warn: (warning) => recorded.warnings.push(warning),
  };
  return {
    context: { in: bound, out: outputs, with: options, report, signal: abort.signal },
    recorded,
    out: mapPorts(outputs, (_, value) => value.path),
    abort,
  };
}

/** An empty folder that goes away when the running test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "millrace-stage-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the kind's work, effect or not, on a context. */
export async function runStage<With, In extends string, Out extends string>(
  kind: StageKind<With, In, Out>,
  bench: StageBench<With, In, Out>,
): Promise<void> {
  if (kind.work.effect === true) throw new Error(`${kind.name} is an effect: call probe and apply with an EffectContext`);
  await kind.work.run(bench.context);
}

/** The description of the StageFailure that `work` must throw; anything else that happens fails the test. */
export async function failureOf(work: () => Promise<unknown>): Promise<FailureDescription> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StageFailure) return error.description;
    throw error;
  }
  throw new Error("the stage succeeded");
}

/** SHA-256 of a file, or of a folder's names and contents in sorted order. */
export function digestOf(path: string): Digest {
  const hash = createHash("sha256");
  const visit = (at: string, name: string) => {
    hash.update(`${name}\0`);
    if (!statSync(at).isDirectory()) hash.update(readFileSync(at));
    else for (const entry of readdirSync(at).sort()) visit(join(at, entry), `${name}/${entry}`);
  };
  if (statSync(path).isDirectory()) visit(path, "");
  else hash.update(readFileSync(path));
  return asDigest(hash.digest("hex"));
}

function inputValue({
  port,
  type,
  paths,
}: {
  port: string;
  type: InputValue["items"][number]["type"];
  paths: readonly string[];
}): InputValue {
  const items = paths.map((path) => ({ path, digest: digestOf(path), type }));
  const only = () => {
    const [item] = items;
    if (item === undefined || items.length > 1) {
      throw new StageFailure({ code: "kind-contract", message: `port ${port} holds ${items.length} items where one is needed` });
    }
    return item;
  };
  return {
    items,
    bound: items.length > 0,
    get path() {
      return only().path;
    },
    get digest() {
      return only().digest;
    },
  };
}

function mapPorts<Port extends string, From, To>(
  ports: Readonly<Record<Port, From>>,
  convert: (port: Port, value: From) => To,
): Record<Port, To> {
  const entries = (Object.entries(ports) as [Port, From][]).map(([port, value]) => [port, convert(port, value)] as const);
  return Object.fromEntries(entries) as Record<Port, To>;
}
