import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { errorCode } from "../../engine/platform/error-code.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disk-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("nothing is where a name is free, a file stands for a folder, or links go in a circle", () => {
  writeFileSync(join(folder, "wine.csv"), "1,2\n");
  symlinkSync("round", join(folder, "round"));
  expect(nodeDisk.stat(join(folder, "gone"))).toBeUndefined();
  expect(nodeDisk.stat(join(folder, "wine.csv", "row"))).toBeUndefined();
  expect(nodeDisk.statTarget(join(folder, "round"))).toBeUndefined();
  expect(nodeDisk.stat(join(folder, "round"))?.type).toBe("link");
});

test("a stat tells type, size, permission bits and times to the nanosecond", () => {
  const file = join(folder, "run.sh");
  writeFileSync(file, "echo\n");
  chmodSync(file, 0o750);
  const { mtimeNs, ctimeNs, dev, ino } = lstatSync(file, { bigint: true });
  expect(nodeDisk.stat(file)).toEqual({
    type: "file",
    size: 5n,
    mode: 0o750,
    device: dev,
    inode: ino,
    modified: mtimeNs,
    changed: ctimeNs,
  });
});

test.each([0, 3, 1024 * 1024 - 1, 1024 * 1024, 3_000_001])("hashes %d bytes", async (size) => {
  const file = join(folder, "bytes");
  writeFileSync(file, Buffer.alloc(size, "wine"));
  const { createHash } = await import("node:crypto");
  expect(await nodeDisk.hash(file)).toBe(createHash("sha256").update(readFileSync(file)).digest("hex"));
});

test("a replaced file is whole and leaves no temporary name, also where it fails", () => {
  const file = join(folder, "lock.json");
  nodeDisk.replace("lock", file, "first");
  nodeDisk.replace("lock", file, "second", { durable: true, mode: 0o600 });
  expect(readFileSync(file, "utf8")).toBe("second");
  expect(lstatSync(file).mode & 0o777).toBe(0o600);
  mkdirSync(join(folder, "taken", "by"), { recursive: true });
  expect(() => nodeDisk.replace("lock", join(folder, "taken"), "third")).toThrow();
  expect(readdirSync(folder).sort()).toEqual(["lock.json", "taken"]);
});

test("a link is made once", () => {
  writeFileSync(join(folder, "mine"), "1");
  writeFileSync(join(folder, "yours"), "2");
  expect(nodeDisk.link("project-lock", join(folder, "mine"), join(folder, "7"))).toBe(true);
  expect(nodeDisk.link("project-lock", join(folder, "yours"), join(folder, "7"))).toBe(false);
  expect(readFileSync(join(folder, "7"), "utf8")).toBe("1");
});

test("removes what is there, and nothing is no error", () => {
  mkdirSync(join(folder, "cache", "module"), { recursive: true });
  writeFileSync(join(folder, "cache", "module", "go.mod"), "");
  chmodSync(join(folder, "cache", "module"), 0o500);
  nodeDisk.remove("scratch", join(folder, "cache"));
  nodeDisk.remove("scratch", join(folder, "cache"));
  expect(readdirSync(folder)).toEqual([]);
});

test("refusals carry the system's code", () => {
  expect(() => nodeDisk.read(join(folder, "gone"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
  expect(errorCode(Object.assign(new Error("full"), { code: "ENOSPC" }))).toBe("ENOSPC");
  expect(errorCode("text")).toBe("");
});
