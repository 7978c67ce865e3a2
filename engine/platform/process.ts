/** Starting, following and ending programs. */
export interface Processes {
  /**
   * Starts a program in a process group of its own. It does not execute before `release` is called, so that whoever must know
   * the group (the watchdog) knows it first; if the engine dies before, the program never starts.
   */
  start(request: ProcessRequest): StartedProcess;
  /** To every member of a group; `false` where the group is gone. */
  signalGroup(group: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean;
  /** When a process started, in a form that differs for two processes that get the same number; `undefined` where it is gone. */
  startTime(processId: number): string | undefined;
}

export interface ProcessRequest {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Sent as one line on file descriptor 3 when released; the channel is then closed. Without it the program is held back by a shell. */
  readonly job?: string;
  /** Lines that the program writes on file descriptor 4. Only with `job`. */
  readonly onMessage?: (line: string) => void;
  readonly onLine: (stream: "stdout" | "stderr", line: string) => void;
}

export interface StartedProcess {
  readonly group: number;
  release(): void;
  /** When it and its pipes are closed. */
  readonly ended: Promise<ProcessEnd>;
}

export type ProcessEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "not-started"; readonly message: string };
