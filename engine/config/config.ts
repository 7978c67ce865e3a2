import type { Span } from "../diagnostics/source.ts";
import type { LinkKind } from "../platform/disk.ts";

/**
 * What a project, this user and this checkout have configured: `millrace.config.yaml` (committed), `~/.config/millrace/config.yaml`
 * and `.millrace/config.yaml` (of this checkout), later ones over earlier ones.
 */
export interface Config {
  readonly store: StoreConfig;
  readonly remotes: ReadonlyMap<string, RemoteConfig>;
  /** The remote that is meant where none is named. */
  readonly remote?: RemoteConfig;
  readonly pools: Pools;
}

export interface StoreConfig {
  /** Absolute; `.millrace/store` of the project unless several share one. */
  readonly folder: string;
  /** Bytes: above it, what was used least recently goes. */
  readonly size: number;
  /** Milliseconds: what was not used for so long goes. */
  readonly age: number;
  /** So many of the newest runs of each pipeline keep their results, whatever `size` and `age` say. */
  readonly runs: number;
  /** Whose newest commits keep the results that their locks name: local branches, or also remote-tracking ones. */
  readonly branches: (typeof branchScopes)[number];
  /** Tags, too. */
  readonly tags: boolean;
  /** How bytes get from the store into the workspace. */
  readonly links: LinkKind;
}

export const branchScopes = ["none", "local", "all"] as const;

export interface RemoteConfig {
  readonly name: string;
  /** `s3://bucket/prefix`, `https://host/path`, or an absolute folder. */
  readonly url: string;
  /** Only `.millrace/config.yaml`, the user's own file and the environment can say `write`: never a committed file. */
  readonly trust: "read" | "write";
  readonly at?: Span;
  /** Of S3. */
  readonly region?: string;
  readonly endpoint?: string;
  readonly profile?: string;
}

/** What stages share while they run; a stage takes of them what its `resources` say. */
export interface Pools {
  /** Processors. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Device ids, as `CUDA_VISIBLE_DEVICES` takes them. */
  readonly gpu: readonly string[];
  /** Of the user: places by name. */
  readonly named: ReadonlyMap<string, number>;
}
