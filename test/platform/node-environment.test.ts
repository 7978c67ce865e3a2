import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryLimit, processorCount } from "../../engine/platform/node-environment.ts";
import { processorLimit } from "../../engine/platform/processor-limit.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a container's memory limit counts where it has one that is less than the machine's memory", () => {
  expect(memoryLimit(4e9, 32e9)).toBe(4e9);
  expect(memoryLimit(0, 32e9)).toBe(32e9);
  expect(memoryLimit(2 ** 63, 32e9)).toBe(32e9);
});

test("processors are those that the process may run on, and no more than its container may keep busy", () => {
  expect(processorCount(8, undefined)).toBe(8);
  expect(processorCount(8, 2)).toBe(2);
  expect(processorCount(8, 1.5)).toBe(2);
  expect(processorCount(8, 0.2)).toBe(1);
  expect(processorCount(4, 16)).toBe(4);
});

test("the least of the limits of a group and those around it counts", () => {
  const root = temporaryFolder();
  const own = join(root, "own");
  mkdirSync(join(root, "slice/job"), { recursive: true });
  expect(processorLimit({ root, own })).toBe(undefined);
  writeFileSync(own, "0::/slice/job\n");
  expect(processorLimit({ root, own })).toBe(undefined);
  writeFileSync(join(root, "slice/job/cpu.max"), "max 100000\n");
  writeFileSync(join(root, "slice/cpu.max"), "150000 100000\n");
  expect(processorLimit({ root, own })).toBe(1.5);
});
