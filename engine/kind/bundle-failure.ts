import { relative, resolve } from "node:path";
import type { BuildFailure, Location } from "esbuild";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import { placeOf } from "../diagnostics/place.ts";
import type { Platform } from "../platform/platform.ts";

export interface BundleFailure {
  readonly error: BuildFailure;
  readonly uses: string;
  readonly projectRoot: string;
  readonly platform: Platform;
}

/** The first thing that is wrong with a user's module, located in it. */
export function bundleFailure({ error, uses, projectRoot, platform }: BundleFailure): Diagnostic {
  const [first] = error.errors;
  const text = first?.text ?? error.message;
  const place = first?.location ? placeIn(first.location, { projectRoot, platform }) : undefined;
  if (/^No matching export .* for import "default"$/.test(text)) {
    const message = `the kind \`${uses}\` exports no stage by default`;
    return { code: "kind-contract", severity: "error", message, hint: "write `export default defineStage({ … })`" };
  }
  const name = uses.startsWith("npm:") ? uses.slice("npm:".length) : undefined;
  const missing = name !== undefined && place === undefined && /^Could not resolve/.test(text);
  return {
    code: "kind-load",
    severity: "error",
    message: missing ? `the package \`${name}\` is not installed` : `the kind \`${uses}\` cannot be loaded: ${text}`,
    ...(place && { place }),
    ...(missing && { hint: `npm install ${name}` }),
  };
}

/** esbuild counts columns in bytes, and from 0. */
function placeIn(location: Location, { projectRoot, platform }: Pick<BundleFailure, "projectRoot" | "platform">): Place | undefined {
  const path = resolve(projectRoot, location.file);
  if (platform.disk.statTarget(path)?.type !== "file") return undefined;
  const text = platform.disk.read(path).toString("utf8");
  const lines = text.split("\n").slice(0, location.line - 1);
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString("utf8").length;
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + before;
  const length = Buffer.from(location.lineText)
    .subarray(location.column, location.column + location.length)
    .toString("utf8").length;
  return placeOf({ name: relative(platform.environment.workingDirectory, path), text }, [0, start, start + Math.max(1, length)]);
}
