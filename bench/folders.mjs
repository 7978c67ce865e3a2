// Measures what large folders and files cost: hashing, `status`, restoring, as pinned data and as what stages read and make, beside DVC
// and beside what the system's own programs need for the bytes alone (sha256sum, cp).
// node bench/folders.mjs [--quick] [--rounds N] [--only SLUG,…] [--dvc FILE | --install-dvc] [--write]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dvcWith, floor, millrace } from "./folder-tools.mjs";
import { makeFile, makeFolder } from "./make-data.mjs";
import { measure, median, requireTools } from "./measure.mjs";
import { dvcVersion, installDvc, versionOf } from "./tools.mjs";
import { writeSection } from "./write-section.mjs";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "1" },
    only: { type: "string" },
    dvc: { type: "string" },
    "install-dvc": { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const sizes = options.quick
  ? [
      { slug: "files-2000", name: "2,000 files", make: (path) => makeFolder(path, 2_000) },
      { slug: "file-64m", name: "a file of 64 MiB", make: (path) => makeFile(path, 64) },
    ]
  : [
      { slug: "files-50000", name: "50,000 files", make: (path) => makeFolder(path, 50_000) },
      { slug: "files-200000", name: "200,000 files", make: (path) => makeFolder(path, 200_000) },
      { slug: "file-1g", name: "a file of 1 GiB", make: (path) => makeFile(path, 1024) },
    ];

const notes = `
- Files of 200 bytes, a thousand a folder. "Cold" is without what a tool remembers of the files' times; the files themselves are in the
  system's memory.
- The floor is what the system's own programs need for the bytes alone: two sha256sum beside each other, cp, find. It versions nothing.
- Restoring verifies each byte in Millrace; DVC and cp trust what they copy.
`;

requireTools();
const installed = options["install-dvc"] ? installDvc(dvcVersion) : undefined;
const dvcProgram = installed?.program ?? options.dvc;
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
const results = [];
try {
  const tools = [millrace, ...(dvcProgram === undefined ? [] : [dvcWith(dvcProgram)]), floor];
  for (const size of sizes.filter(({ slug }) => options.only === undefined || options.only.split(",").includes(slug))) {
    const samples = new Map();
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const tool of tools) {
        const folder = join(workspace, `${size.slug}-${tool.slug}`);
        mkdirSync(folder);
        size.make(join(folder, "data"));
        for (const { what, before, argv, check } of tool.steps(folder)) {
          before?.();
          const sample = measure({ argv, cwd: folder, environment: tool.environment });
          check?.(sample);
          const key = `${what}\n${tool.name}`;
          samples.set(key, [...(samples.get(key) ?? []), sample]);
          console.error(`${size.name}, ${what}, ${tool.name}: ${sample.wall.toFixed(0)} ms, ${sample.memory.toFixed(0)} MB`);
        }
        rmSync(folder, { recursive: true, force: true });
      }
    }
    for (const [key, all] of samples) {
      const [what, tool] = key.split("\n");
      const middle = (name) => median(all.map((sample) => sample[name]));
      results.push({
        scenario: `${what} ${size.name}`,
        tool,
        rounds: all.length,
        cpu: middle("cpu"),
        wall: middle("wall"),
        memory: middle("memory"),
      });
    }
  }
  const versions = tools.filter(({ version }) => version !== undefined).map((tool) => `${tool.name} ${versionOf(tool)}`);
  writeSection({
    name: "folders",
    heading: "Many small files, and a large one",
    command: "node bench/folders.mjs --install-dvc --write",
    notes,
    results,
    versions,
    write: options.write,
  });
} finally {
  rmSync(workspace, { recursive: true, force: true });
  installed?.remove();
}
