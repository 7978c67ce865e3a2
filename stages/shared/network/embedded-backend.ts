import type { Attempt } from "./backend.ts";
import { keepListeners } from "./keep-listeners.ts";
import type { TensorFlow } from "./tensorflow.ts";

let loading: Promise<TensorFlow> | undefined;

/** The backends that come with Millrace. */
export async function openEmbedded(name: "wasm" | "cpu"): Promise<Attempt> {
  try {
    loading ??= loadEmbedded();
    const tf = await loading;
    if (name === "cpu") await import("@tensorflow/tfjs-backend-cpu");
    else await loadWasm(tf);
    // A backend that cannot start is a `false`, not an exception.
    const started = await keepListeners(() => tf.setBackend(name));
    return started ? { backend: { name, tf } } : { unavailable: { installed: true, reason: "it did not start" } };
  } catch (error) {
    return { unavailable: { installed: true, reason: error instanceof Error ? error.message : String(error) } };
  }
}

async function loadEmbedded(): Promise<TensorFlow> {
  const core = await import("@tensorflow/tfjs-core");
  const layers = await import("@tensorflow/tfjs-layers");
  // All that this mode does is to keep a banner and warnings about speed off the console.
  core.enableProdMode();
  return { ...core, ...layers };
}

let repaired = false;

/** Kernels can only be replaced before the backend starts. */
async function loadWasm(tf: TensorFlow): Promise<void> {
  await import("@tensorflow/tfjs-backend-wasm");
  if (repaired) return;
  repaired = true;
  (await import("./wasm/repair-wasm.ts")).repairWasm(tf);
}
