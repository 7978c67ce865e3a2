import { expect, test } from "vitest";
import { rolesOf } from "../../engine/graph/roles.ts";
import { planOf, stageOf } from "./project.ts";

async function rolesIn(yaml: string, files: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, string>>> {
  const plan = await planOf(yaml, files);
  const roles = rolesOf(plan);
  return Object.fromEntries(
    [...plan.stages.values()].flatMap(({ id, outputs }) =>
      outputs.map(({ port }) => [`${id}.${port}`, roles.ofOutput(id, port).join(" ")]),
    ),
  );
}

test("a kind's port has its role; what is made of several has all of theirs, in one order", async () => {
  const yaml = `name: wine
stages:
  split:
    uses: split
    in: { table: ./wine.csv }
    with: { strategy: random, fractions: { train: 0.6, validation: 0.2, test: 0.2 }, seed: 7 }
  compare:
    run: cat \${{ in.test }} \${{ in.train }} > \${{ out.both }}
    in: { test: split.test, train: split.train }
    out: { both: { type: table } }
  plot:
    run: cat \${{ in.rows }} \${{ in.code }} > \${{ out.plot }}
    in: { rows: compare.both, code: ./plot.py }
    out: { plot: { type: plot } }
`;
  expect(await rolesIn(yaml, { "wine.csv": "a\n1\n", "plot.py": "" })).toEqual({
    "split.train": "train",
    "split.validation": "validation",
    "split.test": "test",
    "compare.both": "train test",
    "plot.plot": "raw train test",
  });
});

test("a role of the file stops what came in; what is made of nothing is raw", async () => {
  const yaml = `name: bikes
stages:
  fetch:
    run: echo 1 > \${{ out.rows }}
    out: { rows: { type: table } }
  requests:
    run: cp \${{ in.rows }} \${{ out.rows }}
    in: { rows: fetch.rows }
    out: { rows: { type: table, role: serving } }
  count:
    run: wc -l \${{ in.rows }} > \${{ out.count }}
    in: { rows: requests.rows }
    out: { count: { type: metrics } }
`;
  expect(await rolesIn(yaml)).toEqual({ "fetch.rows": "raw", "requests.rows": "serving", "count.count": "serving" });
});

test("a project file is raw, and a gathered matrix has the roles of each instance", async () => {
  const yaml = `name: bikes
stages:
  part:
    run: cp \${{ in.rows }} \${{ out.rows }}
    in: { rows: ./bikes.csv }
    matrix: { season: [1, 2] }
    out: { rows: { type: table } }
  all:
    run: cat \${{ in.rows }} > \${{ out.rows }}
    in: { rows: part.rows }
    out: { rows: { type: table } }
`;
  const plan = await planOf(yaml, { "bikes.csv": "a\n1\n" });
  const roles = rolesOf(plan);
  expect(stageOf(plan, "part@1").inputs.flatMap(({ from }) => from.map(roles.of))).toEqual([["raw"]]);
  expect(stageOf(plan, "all").inputs.flatMap(({ from }) => from.map(roles.of))).toEqual([["raw"], ["raw"]]);
});
