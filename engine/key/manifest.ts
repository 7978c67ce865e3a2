import type { PortType } from "../kind/port.ts";
import type { Digest } from "../platform/identity.ts";

/** Raised when the same facts are written differently: then every key changes, once. */
export const manifestFormat = 1;

/** All that a stage's result depends on. Its key is the SHA-256 of its RFC 8785 text. Names of stage and pipeline, attempts, timeouts, resources and gates are not in it. */
export interface Manifest {
  readonly format: typeof manifestFormat;
  readonly does:
    | {
        readonly kind: string;
        readonly version: number;
        readonly modules?: Readonly<Record<string, Digest>>;
        readonly packages?: Readonly<Record<string, string>>;
      }
    | { readonly command: string | readonly string[]; readonly shell: "sh" | "bash"; readonly cwd: string };
  readonly env: Readonly<Record<string, string>>;
  readonly tools: Readonly<Record<string, string>>;
  readonly with: unknown;
  readonly in: Readonly<Record<string, readonly InputFact[]>>;
  /** Ports that are lists, even of one. */
  readonly gathered: readonly string[];
  readonly out: Readonly<Record<string, OutputFact>>;
  /** The port whose folder the command gets some files of at a time. How many is not in it: each result is of one file. */
  readonly map?: string;
}

export interface InputFact {
  readonly digest: Digest;
  readonly shape: "file" | "executable" | "directory";
  /** The extension, lower case: a `.csv` that becomes a `.parquet` is a change. */
  readonly format: string;
  /** Of what a stage made, where it is not what the kind's port takes first: a kind may ask which came. */
  readonly type?: PortType;
  /** Commands only, relative to `cwd`: a command may print it, or open it by that name. */
  readonly path?: string;
}

export interface OutputFact {
  readonly type: PortType;
  readonly folder: boolean;
  /** Commands only, relative to `cwd`. */
  readonly path?: string;
}
