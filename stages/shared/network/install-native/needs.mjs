import { mkdirSync, statfsSync } from "node:fs";
import { runProgram } from "./run-program.mjs";
import { SetUpFailure } from "./set-up-failure.mjs";

/** TensorFlow's wheels that hold both libraries and headers are for this system alone. */
export function needSystem() {
  const { platform, arch } = process;
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  if (platform === "linux" && arch === "x64" && glibc !== undefined) return;
  const here = `${platform} on ${arch}${platform === "linux" && glibc === undefined ? " without glibc" : ""}`;
  throw new SetUpFailure(
    `this set-up is for Linux with glibc on x64, and here is ${here}`,
    "leave `backend: auto`: WebAssembly needs no set-up",
  );
}

/** Found out before anything is downloaded. */
export async function needPrograms({ pip }) {
  await runProgram("g++", ["--version"], {
    quiet: true,
    why: "a C++ compiler is needed",
    hint: "install g++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++)",
  });
  if (!pip) return;
  await runProgram("python3", ["-m", "pip", "--version"], {
    quiet: true,
    why: "pip is needed to download the wheel",
    hint: "install it (Debian, Ubuntu: apt install python3-pip), or name wheels that are here with --wheel FILE",
  });
}

export function needDisk(folder, gigabytes) {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  if (free >= gigabytes) return;
  throw new SetUpFailure(`${gigabytes} GB are needed in ${folder}, and ${free.toFixed(1)} GB are free`, "make room, and run this again");
}
