import type { Narration } from "./narration.ts";
import type { RunPicture } from "./run-picture.ts";

/** Commands that a person is likely to want now, each with what it shows. */
export function nextSteps(picture: RunPicture, narration: Narration): readonly string[] {
  const steps: [command: string, shows: string][] = [];
  const failed = picture.with("failed")[0];
  if (failed !== undefined) {
    if (failed.log !== undefined) steps.push([narration.command("log", failed.stage), "all of its output"]);
    steps.push([narration.command("why", failed.stage), "what has changed since it last succeeded"]);
  }
  const unbegun = picture.with("cancelled").some(({ blockedBy }) => blockedBy !== undefined);
  if (unbegun) steps.push([`${narration.command("run")} --keep-going`, "to go on with what does not depend on it"]);
  const gate = picture.failedGates[0];
  if (gate !== undefined) steps.push([narration.command("why", gate.stage), "what the metrics depend on, and what changed"]);
  const width = steps.reduce((widest, [command]) => Math.max(widest, command.length), 0);
  return steps.map(([command, shows]) => `${command.padEnd(width)}  ${shows}`);
}
