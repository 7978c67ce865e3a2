import { createHash } from "node:crypto";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { millrace } from "../../millrace.ts";
import { treeOf } from "../../property/tree.ts";
import { Watching } from "./watching.ts";
import { Winery } from "./winery.ts";

/**
 * Incremental equals clean, whenever it was edited: after twenty edits during runs, of everything that can be edited, the project is
 * byte for byte what a run of its sources leaves in a copy.
 */
const seeds = Number(process.env.MILLRACE_CASES ?? 3);
const seed = Number(process.env.MILLRACE_SEED ?? Date.now() % 2 ** 31);
const editsATime = 20;

const blend = `import { readFileSync, writeFileSync } from "node:fs";
import { defineStage } from "millrace";
import { ratio } from "./ratio.ts";

export default defineStage<{ parts: number }, "red" | "white", "wine">({
  name: "blend",
  version: 1,
  description: "Blends two wines.",
  ports: {
    in: { red: { type: "file", description: "a wine" }, white: { type: "file", description: "another wine" } },
    out: { wine: { type: "file", description: "both" } },
  },
  with: { type: "object", additionalProperties: false, required: ["parts"], properties: { parts: { type: "integer" } } },
  work: {
    run: async ({ in: { red, white }, out, with: { parts } }) => {
      const [one, other] = [red, white].map(({ path }) => readFileSync(path, "utf8"));
      writeFileSync(out.wine.path, \`\${parts} of \${ratio}: \${one} \${other}\`);
    },
  },
});
`;

const pipeline = (mark: number): string => `name: cuvee
params: { parts: 1 }
stages:
  red:
    run: sleep 0.0${(mark * 3) % 10}; echo mark ${mark}; cat \${{ in.grapes }} > \${{ out.wine }}
    in:
      grapes: ./red.txt
    out:
      wine: ./made/red.txt
  white:
    run: sleep 0.05; find \${{ in.vineyard }} -type f | sort | xargs cat > \${{ out.wine }}
    in:
      vineyard: ./vineyard
    out:
      wine: ./made/white.txt
  blend:
    uses: ./kinds/blend.ts
    in:
      red: red.wine
      white: white.wine
    with:
      parts: \${{ params.parts }}
  label:
    run: cat \${{ in.nonce }} > \${{ out.label }}; cat \${{ in.wine }} >> \${{ out.label }}
    in:
      wine: blend.wine
      nonce: ./nonce.txt
    out:
      label: ./made/label.txt
`;

/** Each edit writes what its number says, in the way that its theme says. */
const edits: Readonly<Record<string, (winery: Winery, number: number) => void>> = {
  red: (winery, number) => winery.write("red.txt", `red ${number % 4}\n`),
  redReplaced: (winery, number) => winery.replace("red.txt", `red ${number % 4}\n`),
  redTwice: (winery, number) => {
    winery.write("red.txt", `red ${number}\n`);
    winery.write("red.txt", "red 0\n");
  },
  vineyard: (winery, number) => winery.write(`vineyard/row-${number % 3}.txt`, `white ${number % 4}\n`),
  newRow: (winery, number) => winery.write(`vineyard/slope-${number % 3}/row.txt`, `white ${number % 4}\n`),
  goneRow: (winery, number) => winery.remove(`vineyard/slope-${number % 3}`),
  pipeline: (winery, number) => winery.write("pipeline.yaml", pipeline(number % 4)),
  brokenPipeline: (winery) => winery.write("pipeline.yaml", pipeline(1).slice(0, -200)),
  params: (winery, number) => winery.write("more.yaml", `parts: ${number % 3}\n`),
  helper: (winery, number) => winery.replace("kinds/ratio.ts", `export const ratio: number = ${number % 4};\n`),
  brokenHelper: (winery) => winery.write("kinds/ratio.ts", "export const ratio: number = ;\n"),
  goneRed: (winery) => winery.remove("red.txt"),
  touch: (winery) => winery.write("kinds/unused.ts", ""),
};

/** Mends what an edit may have left broken. */
function mend(winery: Winery): void {
  winery.write("pipeline.yaml", pipeline(3));
  winery.write("kinds/ratio.ts", "export const ratio: number = 3;\n");
  winery.write("red.txt", "red 3\n");
}

const story = fc.array(fc.record({ kind: fc.constantFrom(...Object.keys(edits)), number: fc.nat(100), after: fc.nat(6) }), {
  minLength: editsATime,
  maxLength: editsATime,
});

test.each(Array.from({ length: seeds }, (_, index) => seed + index))(`after ${editsATime} edits during runs, seed %i`, async (one) => {
  const winery = new Winery({
    "pipeline.yaml": pipeline(0),
    "red.txt": "red 0\n",
    "nonce.txt": "first\n",
    "vineyard/row-0.txt": "white\n",
    "more.yaml": "parts: 2\n",
    "kinds/blend.ts": blend,
    "kinds/ratio.ts": "export const ratio: number = 0;\n",
  });
  const watching = new Watching(winery.folder, { words: ["--params", "more.yaml", "--jobs", "2"] });
  const [chosen = []] = fc.sample(story, { seed: one, numRuns: 1 });
  let nonce = 0;
  for (const { kind, number, after } of chosen) {
    // Some events later, or once it waits: so it meets stages before, at and after their work.
    let isIdle = false;
    for (let count = 0; count <= after && !isIdle; count += 1) isIdle = (await watching.next()).type === "watching";
    edits[kind]?.(winery, number);
    // What changes nothing is followed by nothing that could be waited for.
    nonce += 1;
    if (isIdle) winery.write("nonce.txt", `${nonce}\n`);
  }
  mend(winery);
  winery.write("nonce.txt", "last\n");
  // What is edited before a run looks is in the run, and nothing is said of it; so the last one is waited for where it is read.
  const last = createHash("sha256").update("last\n").digest("hex");
  await watching.until("stage-finished", ({ inputs, outcome }) => outcome !== "cancelled" && inputs.some(({ digest }) => digest === last));
  await watching.until("watching");
  const failures = watching.events.flatMap((event) => (event.type === "stage-finished" ? event.diagnostics.map(({ code }) => code) : []));
  expect(failures, "no edit is a failure").toEqual([]);

  const clean = join(winery.folder, "..", "clean");
  mkdirSync(clean);
  for (const name of ["millrace.config.yaml", "pipeline.yaml", "red.txt", "nonce.txt", "vineyard", "more.yaml", "kinds"]) {
    cpSync(winery.path(name), join(clean, name), { recursive: true });
  }
  const run = await millrace(clean, "run", "--params", "more.yaml");
  expect(run.code, run.stderr).toBe(0);
  expect(treeOf(winery.folder)).toEqual(treeOf(clean));
  expect(await watching.end()).toBe(130);
});
