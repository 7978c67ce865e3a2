import type { Clock } from "../platform/clock.ts";
import type { Console } from "../platform/console.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Painter } from "./painter.ts";

/** What every reporter for people needs to know of the people it speaks to. */
export interface Narration {
  readonly console: Console;
  readonly clock: Clock;
  readonly paint: Painter;
  /** `quiet`: only what went wrong. `verbose`: also what is fresh, and every reason. */
  readonly level: Level;
  /** Whether GitHub Actions reads the log: then groups fold and failures become annotations. */
  readonly annotate: boolean;
  /** A project path as the user would type it where they are. */
  locate(path: ProjectPath): string;
  /** A command to type next, with the pipeline as the user gave it: `millrace why pipelines/wine train`. */
  command(name: string, stage?: string): string;
}

export type Level = "quiet" | "normal" | "verbose";
