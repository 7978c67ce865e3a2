import { createRequire } from "node:module";
import { join } from "node:path";
import type { Attempt, Unavailable } from "./backend.ts";
import type { TensorFlow } from "./tensorflow.ts";

export const nativePackages = {
  "native-gpu": "@tensorflow/tfjs-node-gpu",
  "native-cpu": "@tensorflow/tfjs-node",
} as const;

/**
 * TensorFlow's own library, where the user has installed it: in the project, or in a folder `native/` of it, which the project's
 * `npm ci` leaves alone. Native-gpu needs a device, too: the package runs on the processor where it finds none.
 */
export function openNative(name: keyof typeof nativePackages, projectRoot: string): Attempt {
  const found = resolvePackage(nativePackages[name], projectRoot);
  if (found === undefined) return { unavailable: { installed: false, reason: `${nativePackages[name]} is not installed` } };
  const loaded = load(found);
  if ("reason" in loaded) return { unavailable: loaded };
  const { isUsingGpuDevice } = loaded.tf.backend() as { readonly isUsingGpuDevice?: boolean };
  if (name === "native-gpu" && isUsingGpuDevice !== true) {
    return { unavailable: { installed: true, reason: "TensorFlow finds no GPU that it can use" } };
  }
  return { backend: { name, tf: loaded.tf } };
}

interface FoundPackage {
  readonly require: NodeJS.Require;
  readonly path: string;
}

function resolvePackage(name: string, projectRoot: string): FoundPackage | undefined {
  for (const folder of [projectRoot, join(projectRoot, "native")]) {
    const require = createRequire(join(folder, "package.json"));
    try {
      return { require, path: require.resolve(name) };
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** An addon that was never built, or that misses a library, throws here. */
function load({ require, path }: FoundPackage): { readonly tf: TensorFlow } | Unavailable {
  restoreUtil(require);
  try {
    return { tf: require(path) as TensorFlow };
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { installed: true, reason };
  }
}

/** The package calls two functions that Node 23 took out of `util`. */
function restoreUtil(require: NodeJS.Require): void {
  const util = require("node:util") as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
