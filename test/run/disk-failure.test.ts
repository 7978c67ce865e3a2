import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diskFailure } from "../../engine/run/disk-failure.ts";

function refusal(): unknown {
  try {
    return readFileSync("/");
  } catch (error) {
    return error;
  }
}

test("what the disk refuses promises to go on only where there is something to go on with", () => {
  const parts = { code: "disk-failed", severity: "error", message: "EISDIR: illegal operation on a directory, read" };
  expect(diskFailure(refusal())).toEqual({
    ...parts,
    why: "the disk refused; what was finished before is recorded",
    hint: "free space or mend permissions, then run again: it goes on where it stopped",
  });
  expect(diskFailure(refusal(), { resumes: false })).toEqual({
    ...parts,
    why: "the disk refused",
    hint: "free space or mend permissions, then try again",
  });
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  expect(diskFailure(full)?.hint).toContain("free space (`millrace du` says what fills the disk), then run again");
  expect(diskFailure(new Error("EISDIR"))).toBeUndefined();
});
