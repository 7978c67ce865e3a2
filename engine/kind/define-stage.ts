import type { InputPort, OutputPort } from "./port.ts";
import type { EffectContext, Probe, StageContext } from "./stage-context.ts";

/**
 * A kind of stage. What stands here is loaded at every compile, so it imports nothing heavy: `run` imports its implementation
 * when called. Types: `With` is the shape that `with` (a JSON schema) admits; `In` and `Out` are the names of the ports.
 */
export interface StageKind<With = unknown, In extends string = string, Out extends string = string> {
  readonly name: string;
  /** Raised whenever the same inputs yield other bytes: it is part of the key. */
  readonly version: number;
  readonly description: string;
  /** Of a built-in kind: the dependencies of Millrace whose version may change its bytes. They are part of the key. */
  readonly libraries?: readonly string[];
  readonly ports: { readonly in: Readonly<Record<In, InputPort>>; readonly out: Readonly<Record<Out, OutputPort>> };
  /** JSON schema (2020-12) of the stage's `with`. Built-in kinds keep theirs in schemas/kinds and name it by their own name. */
  readonly with: JsonSchema | { readonly builtIn: string };
  /** Names of `with` values that are defaults in the schema are filled in before the key is made. */
  readonly work: Work<With, In, Out>;
}

export type JsonSchema = Readonly<Record<string, unknown>> | boolean;

export type Work<With, In extends string, Out extends string> =
  | { readonly effect?: false; run(context: StageContext<With, In, Out>): Promise<void> }
  | {
      readonly effect: true;
      /** What is there? Reads, never writes. Runs at every status, so it must be quick. */
      probe(context: EffectContext<With, In, Out>): Promise<Probe>;
      /** Idempotent. Writes its outputs as `run` does. */
      apply(context: EffectContext<With, In, Out>): Promise<void>;
    };

/** Gives a kind its types; checks nothing that the types do not. */
export function defineStage<With, In extends string, Out extends string>(kind: StageKind<With, In, Out>): StageKind<With, In, Out> {
  return kind;
}
