import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findInstallation } from "./installation.ts";

interface PackageFile {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

let read: PackageFile | undefined;

function packageFile(): PackageFile {
  read ??= JSON.parse(readFileSync(join(findInstallation().root, "package.json"), "utf8")) as PackageFile;
  return read;
}

/** Millrace's own version, as its package.json says. */
export const millraceVersion = (): string => packageFile().version;

/** The version of one of Millrace's own dependencies, which it pins exactly. */
export function dependencyVersion(name: string): string {
  const version = packageFile().dependencies[name];
  if (version === undefined) throw new Error(`${name} is no dependency of Millrace`);
  return version;
}
