import { join } from "node:path";
import { type FileSystemFacts, fileSystemFacts } from "../platform/file-system.ts";
import type { Patient } from "./examine.ts";
import type { Finding } from "./finding.ts";

const gigabyte = 1e9;

/** Where results and the store are: may it be written, how much is free, and what can its file system do. */
export function examineDisk({ platform, projectRoot }: Patient): readonly Finding[] {
  const facts = fileSystemFacts(projectRoot);
  const project: Finding = { check: "project", state: "good", found: projectRoot };
  if ("refused" in facts) {
    const hint = "mend its permissions or its owner, or run where you may write";
    return [{ ...project, state: "bad", found: `${projectRoot} cannot be written`, why: facts.refused, hint }];
  }
  return [project, ...stateFolder({ platform, projectRoot }), ...fileSystemFindings(facts)];
}

/** `.millrace` of another user: a container ran here as root. */
function stateFolder({ platform, projectRoot }: Patient): readonly Finding[] {
  const folder = join(projectRoot, ".millrace");
  if (platform.disk.statTarget(folder)?.type !== "directory") return [];
  const facts = fileSystemFacts(folder);
  if (!("refused" in facts)) return [];
  return [
    {
      check: "state",
      state: "bad",
      found: ".millrace cannot be written",
      why: facts.refused,
      hint: `it may be another user's: sudo chown -R "$(id -un)" ${folder}`,
    },
  ];
}

/** What the facts mean for a run. */
export const fileSystemFindings = (facts: FileSystemFacts): readonly Finding[] => [space(facts), ...abilities(facts)];

function space({ kind, remote, freeBytes, totalBytes }: FileSystemFacts): Finding {
  const found = `${kind}, ${(freeBytes / gigabyte).toFixed(1)} GB of ${(totalBytes / gigabyte).toFixed(1)} GB free`;
  if (freeBytes < 0.1 * gigabyte) return { check: "disk", state: "bad", found, why: "results will not fit", hint: "free some space" };
  if (freeBytes < gigabyte)
    return { check: "disk", state: "warning", found, why: "the store keeps each result once more", hint: "free some space" };
  if (!remote) return { check: "disk", state: "good", found };
  const why = "files of another machine: slower, and a lock of another host is waited for";
  return { check: "disk", state: "note", found, why, hint: "keep the project on a local disk where you can" };
}

function abilities(facts: FileSystemFacts): readonly Finding[] {
  const { clones, executableBit, caseSensitive, fineTimes, hardLinks } = facts;
  const findings: Finding[] = [
    clones
      ? { check: "copies", state: "good", found: "copy-on-write: a result and its copy in the store take their space once" }
      : {
          check: "copies",
          state: "note",
          found: "whole copies",
          why: "a result takes its space twice; btrfs, xfs and apfs would share it",
        },
  ];
  if (!hardLinks) {
    const why = "two runs in one project could not be kept apart";
    findings.push({ check: "hard links", state: "bad", found: "not supported", why, hint: "keep the project on another file system" });
  }
  if (!executableBit) {
    findings.push({ check: "executable bit", state: "warning", found: "not kept", why: "keys made here differ from those made elsewhere" });
  }
  if (!caseSensitive)
    findings.push({ check: "case", state: "note", found: "A and a are one name", why: "outputs may not differ in case alone" });
  if (!fineTimes)
    findings.push({ check: "times", state: "note", found: "whole seconds", why: "files that have just changed are hashed again" });
  return findings;
}
