// CPU time and wall time come from bash's `time` (milliseconds, children included), peak memory from GNU time, whose own millisecond
// is in every row alike. Both count what was waited for: a process that outlives its parent is not in the figures.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const gnuTime = "/usr/bin/time";
const script = `TIMEFORMAT='%3U %3S %3R'; time ${gnuTime} -q -o "$MEMORY" -f %M "$@" >"$LOG" 2>&1`;

export function requireTools() {
  if (!existsSync(gnuTime)) throw new Error(`${gnuTime} is missing: apt-get install time`);
  if (spawnSync("bash", ["--version"]).status !== 0) throw new Error("bash is missing");
}

/** Runs an argv to its end: milliseconds of CPU (user and system) and of wall time, and the peak memory of its largest process in MB. */
export function measure({ argv, cwd, environment = {}, exitCodes = [0] }) {
  const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"));
  const log = join(folder, "log");
  const memory = join(folder, "memory");
  try {
    const { status, stderr } = spawnSync("bash", ["-c", script, "bash", ...argv], {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_ALL: "C.UTF-8", ...environment, MEMORY: memory, LOG: log },
      encoding: "utf8",
    });
    if (!exitCodes.includes(status)) throw new Error(`${argv.join(" ")} exited with ${status}:\n${readFileSync(log, "utf8").slice(-4000)}`);
    const [user, system, wall] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
    const output = readFileSync(log, "utf8");
    return { cpu: (user + system) * 1000, wall: wall * 1000, memory: Number(readFileSync(memory, "utf8")) / 1024, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
