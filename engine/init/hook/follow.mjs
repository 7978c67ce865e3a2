// Node imports this first. It writes down which files the program opens, a line of JSON each, and changes nothing else.
import fs from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const record = fs.openSync(process.env.MILLRACE_TRACE, "a");
const { writeSync, existsSync } = fs;
let busy = false;

function tell(kind, path) {
  if (busy || typeof path === "number" || path === undefined || typeof path?.fd === "number") return;
  busy = true;
  try {
    const name = path instanceof URL ? fileURLToPath(path) : resolve(String(path));
    writeSync(record, `${JSON.stringify({ kind, path: name })}\n`);
  } catch {
    // What is no path is the program's own matter.
  } finally {
    busy = false;
  }
}

function kindOf(flags, usual) {
  const given = flags ?? usual;
  if (typeof given === "number") {
    if (given & (fs.constants.O_TRUNC | fs.constants.O_EXCL)) return "write";
    return given & (fs.constants.O_WRONLY | fs.constants.O_RDWR) ? "change" : "read";
  }
  if (/[wx]/.test(given)) return "write";
  return /[a+]/.test(given) ? "change" : "read";
}

const flagOf = (options) => (typeof options === "object" ? (options?.flag ?? options?.flags) : undefined);
const flagArgument = (argument) => (typeof argument === "function" ? undefined : argument);

/** What each function does to the paths that it is given. */
const followed = {
  open: ([path, flags]) => tell(kindOf(flagArgument(flags), "r"), path),
  readFile: ([path, options]) => tell(kindOf(flagOf(options), "r"), path),
  createReadStream: ([path, options]) => tell(kindOf(flagOf(options), "r"), path),
  writeFile: ([path, , options]) => tell(kindOf(flagOf(options), "w"), path),
  createWriteStream: ([path, options]) => tell(kindOf(flagOf(options), "w"), path),
  appendFile: ([path]) => tell(existsSync(path) ? "change" : "write", path),
  truncate: ([path]) => tell("change", path),
  copyFile: ([from, to]) => [tell("read", from), tell("write", to)],
  cp: ([from, to]) => [tell("read", from), tell("write", to)],
  rename: ([from, to]) => [tell("remove", from), tell("write", to)],
  link: ([, to]) => tell("write", to),
  symlink: ([, to]) => tell("write", to),
  readdir: ([path]) => tell("list", path),
  opendir: ([path]) => tell("list", path),
  mkdir: ([path]) => existsSync(path) || tell("make-folder", path),
  unlink: ([path]) => tell("remove", path),
  rm: ([path]) => tell("remove", path),
};

for (const [name, follow] of Object.entries(followed)) {
  for (const [owner, key] of [
    [fs, name],
    [fs, `${name}Sync`],
    [fs.promises, name],
  ]) {
    const original = owner[key];
    if (typeof original !== "function") continue;
    const wrapped = function (...words) {
      follow(words);
      return original.apply(this, words);
    };
    // `exists` and `realpath` carry further functions on theirs.
    owner[key] = Object.assign(wrapped, original);
  }
}
syncBuiltinESMExports();

// Modules are read by Node itself: their names are known when they are resolved.
module.register(
  `data:text/javascript,${encodeURIComponent(`
    import { appendFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    export async function resolve(name, context, next) {
      const found = await next(name, context);
      if (found.url.startsWith("file:")) {
        const path = fileURLToPath(found.url);
        appendFileSync(${JSON.stringify(process.env.MILLRACE_TRACE)}, JSON.stringify({ kind: "read", path }) + "\\n");
      }
      return found;
    }
  `)}`,
);
writeSync(record, `${JSON.stringify({ kind: "begin" })}\n`);
