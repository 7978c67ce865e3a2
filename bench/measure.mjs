// CPU time and wall time come from bash's `time` (milliseconds, children included), peak memory from GNU time, whose own millisecond
// is in every row alike. Both count what was waited for: a process that outlives its parent is not in the figures.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const gnuTime = "/usr/bin/time";
const script = `TIMEFORMAT='%3U %3S %3R'; time ${gnuTime} -q -o "$MEMORY" -f %M "$@" >"$LOG" 2>&1`;

export function requireTools() {
  if (!existsSync(gnuTime)) throw new Error(`${gnuTime} is missing: apt-get install time`);
  if (spawnSync("bash", ["--version"]).status !== 0) throw new Error("bash is missing");
}

/**
 * Runs an argv to its end: milliseconds of CPU (user and system) and of wall time, and the peak memory of its largest process in MB.
 * What takes longer than `limit` seconds is ended with its process group, and `over` holds the limit instead of figures.
 */
export function measure({ argv, cwd, environment = {}, exitCodes = [0], limit }) {
  const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"));
  const log = join(folder, "log");
  const memory = join(folder, "memory");
  const timed = ["bash", "-c", script, "bash", ...argv];
  const [program, ...words] = limit === undefined ? timed : ["timeout", "--kill-after=5", String(limit), ...timed];
  try {
    const { status, signal, stderr } = spawnSync(program, words, {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_ALL: "C.UTF-8", ...environment, MEMORY: memory, LOG: log },
      encoding: "utf8",
    });
    if (limit !== undefined && (status === 124 || signal === "SIGKILL")) return { over: limit };
    if (!exitCodes.includes(status)) throw new Error(`${argv.join(" ")} exited with ${status}:\n${readFileSync(log, "utf8").slice(-4000)}`);
    const [user, system, wall] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
    const output = readFileSync(log, "utf8");
    return { cpu: (user + system) * 1000, wall: wall * 1000, memory: Number(readFileSync(memory, "utf8")) / 1024, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the next process read all that it needs from disk; false where that is not allowed, as it is to root alone. */
export function dropFileCache() {
  try {
    spawnSync("sync");
    writeFileSync("/proc/sys/vm/drop_caches", "3");
    return true;
  } catch {
    return false;
  }
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
