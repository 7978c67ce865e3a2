import type { TensorFlow } from "./tensorflow.ts";

/** What computes: WebAssembly or plain JavaScript, which come with Millrace, or a TensorFlow that the user has installed. */
export type BackendName = "wasm" | "cpu" | "native-gpu" | "native-cpu";

/** `auto` is the first of native-gpu, wasm and cpu that works. */
export type BackendChoice = "auto" | BackendName;

export interface Backend {
  readonly name: BackendName;
  readonly tf: TensorFlow;
}

/** Why a backend cannot be used; `installed` tells a package that does not work from one that is not there. */
export interface Unavailable {
  readonly installed: boolean;
  readonly reason: string;
}

export type Attempt = { readonly backend: Backend } | { readonly unavailable: Unavailable };
