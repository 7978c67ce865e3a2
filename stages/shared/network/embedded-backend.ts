import { createRequire } from "node:module";
import type { Attempt } from "./backend.ts";
import { keepListeners } from "./keep-listeners.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** The library is CommonJS: an `import` would first scan its megabytes for names, which takes longer than to run them. */
const require = createRequire(import.meta.url);

let loaded: TensorFlow | undefined;

/** The backends that come with Millrace. */
export async function openEmbedded(name: "wasm" | "cpu"): Promise<Attempt> {
  try {
    loaded ??= loadEmbedded();
    const tf = loaded;
    if (name === "cpu") require("@tensorflow/tfjs-backend-cpu");
    else await loadWasm(tf);
    // A backend that cannot start is a `false`, not an exception.
    const started = await keepListeners(() => tf.setBackend(name));
    return started ? { backend: { name, tf } } : { unavailable: { installed: true, reason: "it did not start" } };
  } catch (error) {
    return { unavailable: { installed: true, reason: error instanceof Error ? error.message : String(error) } };
  }
}

function loadEmbedded(): TensorFlow {
  const core = require("@tensorflow/tfjs-core") as TensorFlow;
  const layers = require("@tensorflow/tfjs-layers") as TensorFlow;
  // All that this mode does is to keep a banner and warnings about speed off the console.
  core.enableProdMode();
  return { ...core, ...layers };
}

let repaired = false;

/** Kernels can only be replaced before the backend starts. */
async function loadWasm(tf: TensorFlow): Promise<void> {
  if (repaired) return;
  repaired = true;
  require("@tensorflow/tfjs-backend-wasm");
  (await import("./wasm/repair-wasm.ts")).repairWasm(tf);
}
