import type { ErrorObject } from "ajv";
import type { Digest } from "../platform/identity.ts";
import type { StageKind } from "./define-stage.ts";

/** A kind, ready to check a stage against. */
export interface LoadedKind {
  readonly kind: StageKind;
  /** Of a kind of one's own. */
  readonly module?: KindModule;
  /** Checks a stage's `with` and fills in the schema's defaults, in place. */
  readonly checkWith: (value: unknown) => readonly ErrorObject[];
}

/** A kind from the project or a package: what it bundles is part of its key. */
export interface KindModule {
  /** Absolute path of the bundle that the stage's process imports. */
  readonly bundle: string;
  /** Content of every module that is bundled, by project-relative name. */
  readonly modules: Readonly<Record<string, Digest>>;
  /** `version integrity` of every package that is imported and not bundled, by name. */
  readonly packages: Readonly<Record<string, string>>;
}
