import { join } from "node:path";
import type { Installation } from "../platform/installation.ts";
import { askProgram } from "./ask-program.ts";
import type { Patient } from "./examine.ts";
import type { Finding } from "./finding.ts";

const backends = ["native-gpu", "wasm", "cpu", "native-cpu"] as const;
type BackendName = (typeof backends)[number];

/** What `millrace __backend NAME` prints: see engine/cli/command/backend-trial.ts. */
export type BackendTrial = { readonly works: true } | { readonly works: false; readonly installed: boolean; readonly reason: string };

/** In the order in which `backend: auto` takes the first that works; `native-cpu` is only taken where it is named. */
const automatic: readonly BackendName[] = ["native-gpu", "wasm", "cpu"];

/** Tries each in a process of its own: a library that was built for another processor ends the process that loads it. */
export async function examineBackends({ platform, projectRoot }: Patient, installation: Installation): Promise<readonly Finding[]> {
  const trials: (readonly [BackendName, BackendTrial])[] = [];
  for (const name of backends) {
    const program = join(installation.root, "dist", "millrace.js");
    const answer = await askProgram(platform, { argv: [installation.node, program, "__backend", name, projectRoot], cwd: projectRoot });
    trials.push([name, "failure" in answer ? { works: false, installed: true, reason: answer.failure } : read(answer)]);
  }
  const taken = automatic.find((name) => trials.some(([other, trial]) => other === name && trial.works));
  const all = trials.map(([name, trial]) => findingOf(name, trial, taken));
  const none: Finding = {
    check: "backend",
    state: "bad",
    found: "none works",
    why: "`train`, `evaluate` and `deploy` cannot compute",
    hint: "reinstall the packages with npm ci",
  };
  return taken === undefined ? [none, ...all] : all;
}

function read({ code, output }: { readonly code: number; readonly output: string }): BackendTrial {
  const last = output.split("\n").findLast((line) => line.startsWith("{"));
  return last === undefined
    ? { works: false, installed: true, reason: `it ended with exit code ${code}` }
    : (JSON.parse(last) as BackendTrial);
}

function findingOf(name: BackendName, trial: BackendTrial, taken: BackendName | undefined): Finding {
  const check = `backend ${name}`;
  if (trial.works) return { check, state: "good", found: name === taken ? "works, and is what `backend: auto` takes" : "works" };
  const isOptional = name === "native-gpu" || name === "native-cpu";
  return {
    check,
    state: isOptional && !trial.installed ? "note" : "warning",
    found: trial.reason,
    ...(isOptional &&
      !trial.installed && {
        why: "optional: for a GPU, and for large networks",
        hint: "the guide on TensorFlow's own library says how to install it",
      }),
  };
}
