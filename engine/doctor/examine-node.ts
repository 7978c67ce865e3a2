import type { Installation } from "../platform/installation.ts";
import type { Platform } from "../platform/platform.ts";
import { millraceVersion } from "../platform/version.ts";
import type { Finding } from "./finding.ts";

/** The oldest that Millrace is tested with. */
const oldest = [20, 19] as const;

export function examineNode({ disk, environment }: Platform, { stageHost, root }: Installation): readonly Finding[] {
  const [major = 0, minor = 0] = environment.node.split(".").map(Number);
  const found = `${environment.node}, ${environment.system}, ${environment.processors} processors`;
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  const isWhole = disk.statTarget(stageHost)?.type === "file";
  return [
    isOld
      ? { check: "node", state: "bad", found, why: `Millrace needs Node.js ${oldest.join(".")} or newer`, hint: "install Node.js 22 or 24" }
      : major < 22
        ? { check: "node", state: "note", found, why: "Node.js 20 has had no fixes since April 2026; 22 and 24 start twice as fast" }
        : { check: "node", state: "good", found },
    isWhole
      ? { check: "millrace", state: "good", found: millraceVersion() }
      : {
          check: "millrace",
          state: "bad",
          found: `${millraceVersion()}, not built`,
          why: "the program in which kinds run is not there",
          hint: disk.statTarget(`${root}/engine`)?.type === "directory" ? "npm run build" : "install the package again",
        },
  ];
}
