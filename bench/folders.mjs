// Measures what large folders and files cost: hashing, `status`, restoring, as pinned data and as what stages read and make, beside the
// peers and beside what the system's own programs need for the bytes alone (openssl, find, cp).
// node bench/folders.mjs [--quick] [--rounds N] [--limit SECONDS] [--minutes N] [--only SLUG,…] [--warm-only]
//   [--install-peers] [--dvc FILE] [--write]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fasterThan, timesFaster, within } from "./aims.mjs";
import { dvcWith, floor, millrace, steps, turboWith, wireitWith } from "./folder-tools.mjs";
import { makeFile, makeFolder } from "./make-data.mjs";
import { requireTools } from "./measure.mjs";
import { peerOptions, peersOf } from "./peers.mjs";
import { stepResults, takeSteps } from "./step-samples.mjs";
import { versionOf } from "./tools.mjs";
import { writeSection } from "./write-section.mjs";

const { values: options } = parseArgs({
  options: {
    ...peerOptions,
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "1" },
    limit: { type: "string", default: "90" },
    minutes: { type: "string", default: "60" },
    only: { type: "string" },
    "warm-only": { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const files = (count) => ({
  slug: `files-${count}`,
  name: `${count.toLocaleString("en")} files`,
  make: (path) => makeFolder(path, count),
});
const file = ({ slug, name, mebibytes }) => ({ slug, name, make: (path) => makeFile(path, mebibytes) });
const [few, many] = options.quick ? [files(500), files(2000)] : [files(50_000), files(200_000)];
const large = options.quick
  ? file({ slug: "file-64m", name: "a file of 64 MiB", mebibytes: 64 })
  : file({ slug: "file-1g", name: "a file of 1 GiB", mebibytes: 1024 });

const columns = ["Millrace", "turbo", "wireit", "DVC", "the floor"];
const notes = `
- "Not reached": the time for the whole was over, or a step before was.
- Files of 200 bytes, a thousand a folder. Warm: the files are in the system's memory. Cold: nothing is.
- "${steps.hash}": what the tool remembers of the files' times was taken away.
- The floor is what the system's own programs need for the bytes alone: find for times and sizes, two of \`openssl dgst -sha256\` beside each
  other (of one file, one), cp. It versions nothing.
- Restoring verifies each byte in Millrace; DVC and cp trust what they copy. DVC links or copies as it does by itself, so that what it
  restores can be edited, as with Millrace.
- turbo and wireit have no data, but tasks that read and make files; their rows are of a task. It reads data that git ignores. Their no-op
  hashes all that it reads again.
`;

const deadline = performance.now() + Number(options.minutes) * 60_000;
const isLate = () => performance.now() > deadline;
requireTools();
const workspace = mkdtempSync(join(tmpdir(), "millrace-bench-"));
try {
  const { dvc, turbo, wireit } = peersOf(options);
  const tools = [
    millrace,
    floor,
    ...(turbo === undefined ? [] : [turboWith(turbo)]),
    ...(wireit === undefined ? [] : [wireitWith(wireit)]),
    ...(dvc === undefined ? [] : [dvcWith(dvc)]),
  ];
  // The largest last: what there is no time for is of it.
  const sizes = [few, large, many].filter(({ slug }) => options.only === undefined || options.only.split(",").includes(slug));
  const results = sizes.flatMap((size) => resultsOf(size, tools));
  const hashed = (scenario) => scenario.startsWith(steps.hash);
  writeSection({
    name: "folders",
    heading: "Many small files, and a large one",
    notes,
    results,
    columns,
    growth: Object.values(steps).map((what) => ({ what, from: scenarioOf(what, few), to: scenarioOf(what, many) })),
    growthOf: `What four times the files cost, ${few.name} to ${many.name}:`,
    aims: [
      fasterThan(results, "turbo"),
      fasterThan(results, "wireit"),
      timesFaster(results, { peer: "DVC", factor: 10, of: "small files", chosen: (name) => !name.endsWith(large.name) }),
      within(results, {
        aim: "hashing within 1.2 times what the floor takes",
        factor: 1.2,
        other: ({ scenario }) =>
          hashed(scenario) ? results.find((row) => row.scenario === scenario && row.tool === floor.name)?.wall : undefined,
      }),
    ],
    versions: tools.filter((tool) => tool !== floor).map(versionOf),
    write: options.write,
  });
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

function scenarioOf(what, { name }) {
  return `${what}, ${name}`;
}

function resultsOf(size, tools) {
  const taken = new Map(tools.map((tool) => [tool, new Map()]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const tool of tools) {
      console.error(`${size.name}: ${tool.name}`);
      const folder = join(workspace, size.slug);
      mkdirSync(folder);
      if (!isLate()) size.make(join(folder, "data"));
      takeSteps({
        steps: tool.steps(folder),
        cwd: folder,
        environment: tool.environment(folder),
        limit: Number(options.limit),
        isLate,
        isCold: !options["warm-only"] && size !== many,
        into: taken.get(tool),
      });
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return inOrder(tools.flatMap((tool) => stepResults(taken.get(tool), { tool: tool.name, scenarioOf: (what) => scenarioOf(what, size) })));
}

function inOrder(results) {
  const order = Object.values(steps);
  const place = ({ scenario }) => order.findIndex((what) => scenario.startsWith(`${what},`));
  return results.toSorted((one, other) => place(one) - place(other));
}
