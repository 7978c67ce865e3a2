import type { PortType } from "../../kind/port.ts";
import type { FailureDescription, Lineage, Probe } from "../../kind/stage-context.ts";
import type { Digest } from "../../platform/identity.ts";

/** What a stage host is told: one line of JSON on descriptor 3. Paths are absolute. */
export interface Job {
  /** A kind of Millrace's own, by name, or the bundle of another one. */
  readonly kind: { readonly builtIn: string } | { readonly module: string };
  readonly mode: "run" | "probe" | "apply";
  readonly in: Readonly<Record<string, readonly JobInput[]>>;
  readonly out: Readonly<Record<string, { readonly path: string; readonly type: PortType }>>;
  readonly with: unknown;
  /** Effects only. */
  readonly effect?: { readonly projectRoot: string; readonly storeFolder: string; readonly lineage: Lineage };
}

export interface JobInput {
  readonly path: string;
  readonly digest: Digest;
  readonly type: PortType;
}

/** What a stage host tells: lines of JSON on descriptor 4. */
export type HostMessage =
  | { readonly type: "progress"; readonly progress: HostProgress }
  | { readonly type: "log"; readonly line: string }
  | { readonly type: "backend"; readonly name: string }
  | { readonly type: "warning"; readonly description: FailureDescription }
  | LastWord;

export type LastWord =
  | { readonly type: "failed"; readonly description: FailureDescription }
  /** Anything else that was thrown. */
  | { readonly type: "bug"; readonly message: string; readonly stack: string }
  | { readonly type: "probed"; readonly probe: Probe }
  | { readonly type: "done" };

export interface HostProgress {
  readonly step: number;
  readonly total?: number;
  readonly unit: string;
  readonly values: Readonly<Record<string, number>>;
}
