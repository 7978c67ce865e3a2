import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findInstallation } from "./installation.ts";

/** Millrace's own version, as its package.json says. */
export function millraceVersion(): string {
  const text = readFileSync(join(findInstallation().root, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
