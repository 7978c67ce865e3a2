import type { Listener, StageProgress } from "../../events/event.ts";
import type { StageId } from "../../platform/identity.ts";
import type { LogWriter } from "./log-writer.ts";

export interface OutputRequest {
  readonly stage: StageId;
  readonly emit: Listener;
  readonly log: LogWriter;
  readonly mask: (line: string) => string;
}

/** Lines of stderr that a failure quotes, and characters of each. */
const quoted = 20;
const quotedLength = 500;

/** What a stage says: to the listeners, to its log, and the end of it to the diagnostic of its failure. Secrets stop here. */
export class Output {
  readonly #request: OutputRequest;
  readonly #last = { stdout: [] as string[], stderr: [] as string[] };

  constructor(request: OutputRequest) {
    this.#request = request;
  }

  line(stream: "stdout" | "stderr", text: string): void {
    const { stage, emit, log, mask } = this.#request;
    const line = mask(text);
    const last = this.#last[stream];
    last.push(line.length > quotedLength ? `${line.slice(0, quotedLength)}…` : line);
    if (last.length > quoted) last.shift();
    log.write(line);
    emit({ type: "stage-output", stage, stream, line });
  }

  progress(progress: Omit<StageProgress, "type" | "stage">): void {
    this.#request.emit({ type: "stage-progress", stage: this.#request.stage, ...progress });
  }

  mask(text: string): string {
    return text.split("\n").map(this.#request.mask).join("\n");
  }

  /** The last lines of stderr, or of stdout where stderr is silent. */
  lastWords(): string | undefined {
    const words = [this.#last.stderr, this.#last.stdout].map((lines) => lines.join("\n").trim());
    return words.find((text) => text !== "");
  }
}
