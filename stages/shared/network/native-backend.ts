import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Attempt, Unavailable } from "./backend.ts";
import type { TensorFlow } from "./tensorflow.ts";

export const nativePackages = {
  "native-gpu": "@tensorflow/tfjs-node-gpu",
  "native-cpu": "@tensorflow/tfjs-node",
} as const;

/** The folders of `native/` in which `npm run native` installs them. */
const variants = { "native-gpu": "gpu", "native-cpu": "cpu" } as const;

/**
 * TensorFlow's own library, where the user has installed it: in `native/` of the project or of a folder above it, where
 * `npm run native` puts it and `npm ci` leaves it alone, or among the project's own packages. Native-gpu needs a device, too: the
 * package runs on the processor where it finds none.
 */
export function openNative(name: keyof typeof nativePackages, projectRoot: string): Attempt {
  const found = resolvePackage(name, projectRoot);
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

/** Node looks from `native/<variant>` upwards: there, in `native/`, in the project, and in each folder above it. */
function resolvePackage(name: keyof typeof nativePackages, projectRoot: string): FoundPackage | undefined {
  for (const folder of withFoldersAbove(projectRoot)) {
    const require = createRequire(join(folder, "native", variants[name], "package.json"));
    try {
      return { require, path: require.resolve(nativePackages[name]) };
    } catch {
      // Not from this folder.
    }
  }
  return undefined;
}

function withFoldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...withFoldersAbove(above)];
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
