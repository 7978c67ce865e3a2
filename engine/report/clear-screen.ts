import type { Listener } from "../events/event.ts";
import type { Console } from "../platform/console.ts";

/** Clears a person's screen when an edit begins another run; what a run at work has drawn stays. */
export function clearedBefore(report: Listener, console: Console): Listener {
  let atRest = false;
  return (event) => {
    if (event.type === "files-changed" && atRest && console.terminal.interactive) console.error("\u001b[2J\u001b[3J\u001b[H");
    if (event.type === "watching") atRest = true;
    if (event.type === "files-changed") atRest = false;
    report(event);
  };
}
