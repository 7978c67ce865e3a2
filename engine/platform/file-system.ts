import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { errorCode } from "./error-code.ts";

/** What a file system can do, tried in a folder of it. */
export interface FileSystemFacts {
  /** `ext4`, `btrfs`, `nfs`; the number where it has no name here. */
  readonly kind: string;
  /** Whether the files are on another machine, where locks and times are another machine's. */
  readonly remote: boolean;
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** `copy-on-write` copies share their bytes with the original until one of them is written. */
  readonly clones: boolean;
  readonly hardLinks: boolean;
  readonly executableBit: boolean;
  readonly caseSensitive: boolean;
  /** Whether a file's time tells what happened within a second. */
  readonly fineTimes: boolean;
}

/** Magic numbers of statfs(2), from the Linux kernel's headers. */
const kinds = new Map<number, string>([
  [0xef53, "ext4"],
  [0x9123683e, "btrfs"],
  [0x58465342, "xfs"],
  [0x2fc12fc1, "zfs"],
  [0xca451a4e, "bcachefs"],
  [0x01021994, "tmpfs"],
  [0x794c7630, "overlay"],
  [0x6969, "nfs"],
  [0xff534d42, "cifs"],
  [0xfe534d42, "smb"],
  [0x65735546, "fuse"],
  [0x01021997, "9p"],
  [0x00c36400, "ceph"],
  [0x0bd00bd0, "lustre"],
  [0x47504653, "gpfs"],
  [0x4d44, "fat"],
  [0x2011bab0, "exfat"],
  [0x5346544e, "ntfs"],
  [0x7366746e, "ntfs3"],
  [0x1a, "apfs"],
]);

const remoteKinds = new Set(["nfs", "cifs", "smb", "9p", "ceph", "lustre", "gpfs"]);
/** Those whose times another machine or program may set. */
const strangeClocks = new Set([...remoteKinds, "fuse"]);

/** Whether the times of files there are this machine's; `false` where the file system is not known. */
export function sharesClock(path: string): boolean {
  const kind = kinds.get(statfsSync(path).type);
  return kind !== undefined && !strangeClocks.has(kind);
}

/** The code of what the disk refuses, as a text, where the folder cannot be written. The folder is left as it was. */
export function fileSystemFacts(folder: string): FileSystemFacts | { readonly refused: string } {
  try {
    accessSync(folder, constants.W_OK);
    const trial = mkdtempSync(join(folder, ".millrace-doctor-"));
    try {
      return { ...describe(folder), ...tryOut(trial) };
    } finally {
      rmSync(trial, { recursive: true, force: true });
    }
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

function describe(folder: string): Pick<FileSystemFacts, "kind" | "remote" | "freeBytes" | "totalBytes"> {
  const { type, bsize, bavail, blocks } = statfsSync(folder);
  const kind = kinds.get(type) ?? `0x${type.toString(16)}`;
  return { kind, remote: remoteKinds.has(kind), freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function tryOut(trial: string): Pick<FileSystemFacts, "clones" | "hardLinks" | "executableBit" | "caseSensitive" | "fineTimes"> {
  const file = join(trial, "trial");
  writeFileSync(file, "trial");
  chmodSync(file, 0o755);
  const executableBit = (lstatSync(file).mode & 0o111) !== 0 && !alwaysExecutable(trial);
  return {
    clones: works(() => copyFileSync(file, join(trial, "clone"), constants.COPYFILE_FICLONE_FORCE)),
    hardLinks: works(() => linkSync(file, join(trial, "link"))),
    executableBit,
    caseSensitive: readdirSync(trial).length > 0 && lstatSync(join(trial, "TRIAL"), { throwIfNoEntry: false }) === undefined,
    fineTimes: lstatSync(file, { bigint: true }).mtimeNs % 1_000_000_000n !== 0n,
  };
}

/** Which links files can have from one folder to another, tried; `undefined` where one of them cannot be written. */
export function linksBetween(from: string, to: string): Pick<FileSystemFacts, "clones" | "hardLinks"> | undefined {
  const trials: string[] = [];
  try {
    for (const folder of [from, to]) trials.push(mkdtempSync(join(folder, ".millrace-doctor-")));
    const [source = "", target = ""] = trials;
    const file = join(source, "trial");
    writeFileSync(file, "trial");
    return {
      clones: works(() => copyFileSync(file, join(target, "clone"), constants.COPYFILE_FICLONE_FORCE)),
      hardLinks: works(() => linkSync(file, join(target, "link"))),
    };
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return undefined;
  } finally {
    for (const trial of trials) rmSync(trial, { recursive: true, force: true });
  }
}

function alwaysExecutable(trial: string): boolean {
  const file = join(trial, "plain");
  writeFileSync(file, "");
  chmodSync(file, 0o644);
  return (lstatSync(file).mode & 0o111) !== 0;
}

/** Some file systems say that they cannot, others that they will not. */
function works(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return false;
  }
}
