import { readFileSync, writeSync } from "node:fs";
import { loadStageKind } from "../../kind/catalogue.ts";
import { systemClock } from "../../platform/clock.ts";
import type { HostMessage, Job, LastWord } from "./job.ts";
import { lastWordOf, perform } from "./perform.ts";
import { MessageReporter } from "./reporter.ts";

/** Milliseconds that a kind has to see its signal once its process is asked to end. */
const farewell = 1000;

const text = readFileSync(3, "utf8");
// The engine died before it sent the job: nothing starts.
if (text === "") process.exit(125);
const job: Job = JSON.parse(text);

const send = (message: HostMessage): void => void writeSync(4, `${JSON.stringify(message)}\n`);
const report = new MessageReporter({ send, clock: systemClock });
const ending = new AbortController();

/** Says the last word and ends, whatever timers or servers the kind has left. */
function end(word: LastWord): never {
  report.flush();
  send(word);
  process.exit(word.type === "done" || word.type === "probed" ? 0 : 1);
}

process.on("SIGTERM", () => {
  ending.abort();
  setTimeout(() => process.exit(143), farewell).unref();
});
process.on("uncaughtException", (error) => end(lastWordOf(error)));
process.on("unhandledRejection", (error) => end(lastWordOf(error)));

end(await perform(await loadStageKind(job.kind), job, { signal: ending.signal, report }));
