import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import type { Console } from "./console.ts";
import { errorCode } from "./error-code.ts";

/**
 * The streams of this process. Writes are synchronous, so that nothing is lost where the process ends right after. A reader
 * that has gone (`| head`) is no failure of ours: what is written then goes nowhere.
 */
export function nodeConsole(): Console {
  const interactive = isatty(2) && process.env.TERM !== "dumb";
  return {
    out: (text) => writeAll(1, text),
    error: (text) => writeAll(2, text),
    dataIsPlain: !isatty(1) && !process.env.FORCE_COLOR,
    terminal: {
      interactive,
      // Asked each time, since windows are resized; and only of a terminal, since making the stream costs start-up time.
      get columns() {
        return interactive ? (process.stderr.columns ?? 80) : 80;
      },
      colour: colourWanted(interactive),
    },
  };
}

/** https://no-color.org and https://force-color.org: present and not empty is what counts. */
function colourWanted(interactive: boolean): boolean {
  if (process.env.NO_COLOR) return false;
  const forced = process.env.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return forced !== "0";
  return interactive;
}

function writeAll(stream: 1 | 2, text: string): void {
  let bytes = Buffer.from(text, "utf8");
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(stream, bytes));
    } catch (error) {
      const code = errorCode(error);
      if (code === "EPIPE" || code === "EBADF") return;
      if (code !== "EAGAIN") throw error;
      // A full pipe that the other side made non-blocking: wait for its reader.
      Atomics.wait(pause, 0, 0, 5);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
