/** What a program did to the project; absolute paths, sorted. */
export interface Observed {
  /** Files that were there before, and that it read. */
  readonly inputs: readonly string[];
  /** Files that it left behind. */
  readonly outputs: readonly string[];
  /** Folders whose names it asked for. */
  readonly listed: readonly string[];
  /** Outermost folders that were not there before. */
  readonly made: readonly string[];
  /** Files that it read, and then wrote to or removed. */
  readonly changed: readonly string[];
  /** Data outside of the project that it read, which no stage can have as an input. */
  readonly outside: readonly string[];
}
