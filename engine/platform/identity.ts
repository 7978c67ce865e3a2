/** Branded strings: a digest cannot be passed where a stage is meant. */
declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** SHA-256, 64 lower-case hexadecimal characters. */
export type Digest = Brand<"Digest">;
/** A stage of a plan: `train`, or `train@mlp-1` for an instance of a matrix. */
export type StageId = Brand<"StageId">;
/** Relative to the project root, `/` between segments, normalised, never starting with `./` or `../`; the root itself is `.`. */
export type ProjectPath = Brand<"ProjectPath">;

export const asDigest = (text: string): Digest => text as Digest;
export const asStageId = (text: string): StageId => text as StageId;
export const asProjectPath = (text: string): ProjectPath => text as ProjectPath;
