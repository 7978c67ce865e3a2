import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderPin } from "../../engine/lock/pin-file.ts";
import { PinLookup } from "../../engine/lock/pin-lookup.ts";
import { asDigest, asProjectPath } from "../../engine/platform/identity.ts";
import { countingDisk } from "../counting-disk.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("of many files of a folder the names are looked through once, and a pin is found before and after", () => {
  const folder = temporaryFolder();
  const entry = { digest: asDigest("ab".repeat(32)), shape: "file" } as const;
  for (const path of ["0.csv", "299.csv"].map(asProjectPath))
    writeFileSync(join(folder, `${path}.pin`), renderPin({ path, entry, size: 1, files: 1 }));
  const { disk, calls } = countingDisk();
  const lookup = new PinLookup(disk, folder);
  const pinned = Array.from({ length: 300 }, (_, index) => asProjectPath(`${index}.csv`)).filter((path) => {
    const found = lookup.around(path);
    return found.ok && found.value !== undefined;
  });
  expect(pinned).toEqual(["0.csv", "299.csv"]);
  expect((calls.get("stat") ?? 0) + (calls.get("statTarget") ?? 0)).toBeLessThan(110);
});
