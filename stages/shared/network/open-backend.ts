import { StageFailure } from "../../../engine/kind/stage-context.ts";
import type { Attempt, Backend, BackendChoice, BackendName } from "./backend.ts";
import { openEmbedded } from "./embedded-backend.ts";
import { nativePackages, openNative } from "./native-backend.ts";
import { probe } from "./probe.ts";

export interface OpenBackend {
  readonly choice: BackendChoice;
  /** Of `auto`: in which order backends are tried. */
  readonly order?: readonly BackendName[];
  /** Absolute path of the folder in or above which, or in whose `native/`, a native TensorFlow may be installed. */
  readonly projectRoot?: string;
  /** Told of an installed backend that `auto` could not take. */
  readonly onSkip?: (line: string) => void;
}

/** A backend whose arithmetic has been tried. Throws StageFailure `backend-unavailable`. */
export async function openBackend({
  choice,
  order = ["native-gpu", "wasm", "cpu"],
  projectRoot = process.cwd(),
  onSkip = () => undefined,
}: OpenBackend): Promise<Backend> {
  const reasons: string[] = [];
  for (const name of choice === "auto" ? order : [choice]) {
    const attempt = await tryBackend(name, projectRoot);
    if ("backend" in attempt) return attempt.backend;
    const { installed, reason } = attempt.unavailable;
    if (installed) onSkip(`backend ${name} is left out: ${reason}`);
    reasons.push(`${name}: ${reason}`);
  }
  throw new StageFailure({
    code: "backend-unavailable",
    message: choice === "auto" ? "no backend can be used" : `the backend ${choice} cannot be used`,
    why: reasons.join("\n"),
    hint: hintFor(choice),
  });
}

async function tryBackend(name: BackendName, projectRoot: string): Promise<Attempt> {
  const attempt = name === "wasm" || name === "cpu" ? await openEmbedded(name) : openNative(name, projectRoot);
  if (!("backend" in attempt)) return attempt;
  const reason = await probe(attempt.backend.tf);
  return reason === undefined ? attempt : { unavailable: { installed: true, reason } };
}

function hintFor(choice: BackendChoice): string {
  if (choice === "native-gpu" || choice === "native-cpu") {
    return `install ${nativePackages[choice]} 4.22.0 in the project or in its folder native/, or write backend: auto`;
  }
  return choice === "auto" ? "reinstall the packages with npm ci" : "write backend: auto, or reinstall the packages with npm ci";
}
