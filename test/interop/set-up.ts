import { homedir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installNative } from "./install-native.ts";
import { installPython } from "./install-python.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the Python that has scikit-learn, pyarrow and DVC; or why there is none. */
    readonly python: Peer;
    /** The folder that holds `native/`; or why there is none. */
    readonly native: Peer;
  }
}

export type Peer = { readonly path: string } | { readonly missing: string };

/** Installs the peers into a folder outside the checkout, where they stay for the next time. What cannot be had is said, and its tests are skipped. */
export async function setup({ provide }: TestProject): Promise<void> {
  const { MILLRACE_INTEROP_CACHE, XDG_CACHE_HOME = join(homedir(), ".cache") } = process.env;
  const cache = MILLRACE_INTEROP_CACHE ?? join(XDG_CACHE_HOME, "millrace/interop");
  console.log(`peers are kept in ${cache}`);
  const [python, native] = [await installPython(cache), await installNative(cache)];
  for (const [name, peer] of Object.entries({ "Python packages": python, "native TensorFlow": native })) {
    console.log("path" in peer ? `${name}: ${peer.path}` : `${name}: SKIPPED, ${peer.missing}`);
  }
  provide("python", python);
  provide("native", native);
}
