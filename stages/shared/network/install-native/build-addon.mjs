import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program.mjs";
import { tell } from "./tell.mjs";

/** Compiles the binding's two sources against Node-API 8, so that one build serves Node 20 and whatever comes after it. */
export async function buildAddon({ tensorflow, libraries, nodeHeaders }) {
  tell("compiling the binding with g++");
  const folder = join(tensorflow, "lib/napi-v8");
  mkdirSync(folder, { recursive: true });
  const binding = join(tensorflow, "binding");
  const sources = readdirSync(binding).filter((file) => file.endsWith(".cc"));
  const compile = ["-shared", "-fPIC", "-O2", "-std=c++17", "-w", "-DNAPI_VERSION=8"];
  const include = [`-I${nodeHeaders}`, `-I${join(libraries, "include")}`];
  // The binding finds the libraries from its own place, so that the folder can be moved.
  const link = [
    `-L${join(libraries, "lib")}`,
    "-l:libtensorflow_cc.so.2",
    "-l:libtensorflow_framework.so.2",
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
  ];
  const output = ["-o", join(folder, "tfjs_binding.node")];
  await runProgram("g++", [...compile, ...include, ...sources.map((file) => join(binding, file)), ...output, ...link], {
    why: "the binding could not be compiled",
    hint: "what g++ printed above says why; a g++ of version 9 or newer is needed",
  });
}
