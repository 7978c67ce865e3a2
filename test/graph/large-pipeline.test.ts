import { expect, test } from "vitest";
import type { Located } from "../../engine/diagnostics/source.ts";
import { compile } from "../../engine/graph/compile.ts";
import { asProjectPath } from "../../engine/platform/identity.ts";
import type { Pipeline, StageSpec } from "../../engine/spec/pipeline.ts";
import { brief, project } from "./project.ts";

const located = (value: string): Located<string> => ({ value, at: [0, 0, 0] });

const stage = ({ name, from }: { readonly name: string; readonly from: string }): StageSpec => ({
  name: located(name),
  at: [0, 0, 0],
  does: { kind: "run", command: located("cp ${{ in.rows }} ${{ out.rows }}") },
  incomplete: false,
  in: [{ port: located("rows"), from: [located(from)] }],
  out: [{ port: located("rows") }],
  env: [],
  passEnv: [],
  tools: [],
  shell: "sh",
  after: [],
  gate: [],
  retries: { times: 0, delay: 0, longest: 0, on: [] },
  resources: [],
  rerun: false,
  frozen: false,
  cache: true,
  allowUndeclared: false,
});

const chain = ({ length, first, root }: { readonly length: number; readonly first: string; readonly root: string }): Pipeline => ({
  file: asProjectPath("pipeline.yaml"),
  folder: asProjectPath("."),
  projectRoot: root,
  outputRoot: asProjectPath("out"),
  lockFile: asProjectPath("pipeline.lock.json"),
  name: "chain",
  sources: [{ name: "pipeline.yaml", text: "" }],
  params: { kind: "map", entries: [], at: [0, 0, 0] },
  stages: Array.from({ length }, (_, index) => stage({ name: `s${index}`, from: index === 0 ? first : `s${index - 1}.rows` })),
});

test("10,000 stages in a row have a plan; the same in a ring have one cycle", async () => {
  const { folder, platform } = project({ "rows.csv": "" });
  const options = { platform, selection: ["s9999"], only: false };
  const row = await compile(chain({ length: 10_000, first: "./rows.csv", root: folder }), options);
  expect(row.ok && [row.value.plan.selected.size, row.value.plan.complete]).toEqual([10_000, true]);
  const ring = await compile(chain({ length: 10_000, first: "s9999.rows", root: folder }), options);
  expect(ring.ok ? [] : brief(ring.failure)).toEqual([
    "cycle 1:1: these stages need each other: s0 → s1 → s2 → s3 → s4 → s5 → … (9989 more) → s9995 → s9996 → s9997 → s9998 → s9999 → s0 | take one of these references away",
  ]);
});
