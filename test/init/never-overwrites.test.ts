import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gitFiles } from "../../engine/init/git-lines.ts";
import { placeFiles } from "../../engine/init/place-files.ts";
import { scaffoldTemplate } from "../../engine/init/scaffold-template.ts";
import { templateNames } from "../../engine/init/template-name.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const platform = nodePlatform();

const begin = (folder: string, template: (typeof templateNames)[number]) =>
  placeFiles({ platform, folder, files: scaffoldTemplate({ disk: platform.disk, folder, template, name: "spring" }).files });

function bytesUnder(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path).toString("base64")]),
  );
}

test("whatever files are there keep their bytes, all others are written, and both are told", () => {
  const root = temporaryFolder();
  let count = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...templateNames),
      fc.infiniteStream(fc.boolean()),
      fc.uint8Array({ maxLength: 40 }),
      (template, choices, bytes) => {
        count += 1;
        const [clean, folder] = [join(root, `clean-${count}`), join(root, `old-${count}`)];
        begin(clean, template);
        const whole = bytesUnder(clean);
        const there = Object.keys(whole).filter((path) => path !== "pipeline.yaml" && choices.next().value);
        for (const path of [...there, "notes/of mine.txt"]) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), bytes);
        }
        const before = bytesUnder(folder);
        const placed = begin(folder, template);
        expect(bytesUnder(folder)).toEqual({ ...whole, ...before });
        if (!placed.ok) throw new Error("nothing stood in the way");
        // A project's file that is there already is not even meant to be written.
        const isMeant = (path: string): boolean => path !== "millrace.config.yaml" || !there.includes(path);
        expect([...placed.value.kept].sort()).toEqual(there.filter(isMeant).sort());
        expect([...placed.value.written, ...placed.value.kept].sort()).toEqual(Object.keys(whole).filter(isMeant).sort());
      },
    ),
    { numRuns: 60 },
  );
});

test("a file that cannot be written takes those before it away again", () => {
  const folder = temporaryFolder();
  let writes = 0;
  const refused = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  const disk: typeof platform.disk = {
    ...platform.disk,
    replace: (...words) => {
      writes += 1;
      if (writes === 4) throw refused;
      platform.disk.replace(...words);
    },
  };
  const { files } = scaffoldTemplate({ disk, folder, template: "experiment", name: "spring" });
  writeFileSync(join(folder, "README.md"), "mine\n");
  expect(() => placeFiles({ platform: { ...platform, disk }, folder, files })).toThrow("ENOSPC");
  expect(readdirSync(folder)).toEqual(["README.md"]);
});

test("a file that appears while others are written is kept too", () => {
  const folder = temporaryFolder();
  const disk: typeof platform.disk = {
    ...platform.disk,
    link: (point, from, to) => {
      if (to.endsWith("README.md")) writeFileSync(to, "written by somebody else just now\n");
      return platform.disk.link(point, from, to);
    },
  };
  const { files } = scaffoldTemplate({ disk, folder, template: "text", name: "spring" });
  const placed = placeFiles({ platform: { ...platform, disk }, folder, files });
  expect(placed).toMatchObject({ ok: true, value: { kept: ["README.md"] } });
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("written by somebody else just now\n");
});

test("a link that leads nowhere is in the way, and is not written through", () => {
  const folder = temporaryFolder();
  symlinkSync("elsewhere.md", join(folder, "README.md"));
  const placed = begin(folder, "text");
  expect(placed).toMatchObject({
    ok: false,
    failure: [{ code: "file-in-the-way", message: expect.stringMatching(/README\.md stands where a file/) }],
  });
  expect(readdirSync(folder)).toEqual(["README.md"]);
});

test.skipIf(process.getuid?.() === 0)("a folder without permission is refused by the disk, and stays empty", () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o500);
  expect(() => begin(folder, "text")).toThrow("EACCES");
  chmodSync(folder, 0o700);
  expect(readdirSync(folder)).toEqual([]);
});

test("lines that git's files have already are not asked for again, whatever their line ends", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, ".gitattributes"), "* text=auto\r\n*.lock.json text eol=lf\r\n");
  const { files, notes } = gitFiles(platform.disk, { folder, ignore: ["/reports/"] });
  expect(files.map(({ path }) => path)).toEqual([".gitattributes", ".gitignore"]);
  expect(notes).toEqual([]);
});
