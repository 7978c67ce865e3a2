import type { GroupUse } from "./group-use.ts";

/** Starting, following and ending programs. */
export interface Processes {
  /**
   * Starts a program in a process group of its own. It does not execute before `release` is called, so that whoever must know
   * the group (the watchdog) knows it first; if the engine dies before, the program never starts. Never rejects: what cannot be
   * started ends as `not-started`.
   */
  start(request: ProcessRequest): Promise<StartedProcess>;
  /** Starts a shell script in a session of its own that outlives this process: its input ends when this process ends, however it ends. */
  startGuard(script: string): Guard;
  /** To every member of a group; `false` where the group is gone. */
  signalGroup(group: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean;
  /**
   * To every process whose environment names this folder, or something in it: it finds what has left its group. Returns how many there
   * were; none where that cannot be seen.
   */
  signalMarked(folder: string, signal: "SIGTERM" | "SIGKILL" | 0): number;
  /** What the processes of a group have now; `exact` counts what they share once. `undefined` where that cannot be seen. */
  groupUse(group: number, options?: { readonly exact?: boolean }): GroupUse | undefined;
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
  /** Takes what comes on stdout byte for byte, instead of its lines. */
  readonly onOutput?: (chunk: Buffer) => void;
}

export interface StartedProcess {
  /** Also the id of the program's process; 0 where it could not be started. */
  readonly group: number;
  release(): void;
  /** When the program itself is gone. What it left behind in its group may live on and hold its pipes open. */
  readonly exited: Promise<ProcessEnd>;
  /** When it and its pipes are closed. */
  readonly ended: Promise<ProcessEnd>;
  /** Stops reading: for a pipe that someone outside the group still holds. `ended` then follows. */
  disconnect(): void;
}

export type ProcessEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "not-started"; readonly message: string };

export interface Guard {
  /** Number of the script's process; 0 where it could not be started. */
  readonly processId: Promise<number>;
  /** A line for the script's input. Resolves to `true` once the kernel has it, `false` where the script is gone. */
  tell(line: string): Promise<boolean>;
  /** Ends the script's input; resolves when the script has ended. */
  close(): Promise<void>;
}
