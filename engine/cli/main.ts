#!/usr/bin/env node
import module from "node:module";
import { nodeConsole } from "../platform/node-console.ts";
import { millraceVersion } from "../platform/version.ts";

// Node 22.8 and later keep compiled code between runs.
if ("enableCompileCache" in module && typeof module.enableCompileCache === "function") module.enableCompileCache();
// V8 11, Node 20's, optimises what has run for a few milliseconds, which costs a run of a thousand stages more than it gains: later, then.
// Newer ones do so in steps, and do not know the flag.
if (process.versions.v8.startsWith("11.")) process.getBuiltinModule("node:v8").setFlagsFromString("--interrupt-budget=1000000");

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  nodeConsole().out(`${millraceVersion()}\n`);
} else {
  // Nothing is imported before it is needed: start-up time is most of what a no-op costs.
  const { commandLine } = await import("./command-line.ts");
  process.exitCode = await commandLine(words);
}
