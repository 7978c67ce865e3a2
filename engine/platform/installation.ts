import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where this Millrace is installed; absolute paths. */
export interface Installation {
  /** The folder of its package.json. */
  readonly root: string;
  /** The program that each attempt of a kind runs in. Built: it is not there in a fresh checkout. */
  readonly stageHost: string;
  /** The program of a thread that hashes and copies files; built, too. */
  readonly fileWorker: string;
  /** The Node.js that runs this process, and is to run that one. */
  readonly node: string;
  /** What `import "millrace"` means in a kind of one's own. */
  readonly library: string;
}

/** The same answer from a bundle (dist/ or dist/chunks/) and from source: the nearest folder above with a package.json. */
export function findInstallation(): Installation {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, "package.json"))) {
    const above = dirname(root);
    if (above === root) throw new Error("Millrace's package.json is missing: the installation is damaged");
    root = above;
  }
  const built = (name: string): string => join(root, "dist", name);
  return {
    root,
    stageHost: built("stage-host.js"),
    fileWorker: built("file-worker.js"),
    node: process.execPath,
    library: built("library.js"),
  };
}
