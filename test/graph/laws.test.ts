import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, checkClaims } from "../../engine/graph/claims.ts";
import { criticalPath, longestRemaining } from "../../engine/graph/critical-path.ts";
import { cyclesAmong } from "../../engine/graph/cycles.ts";
import type { Plan, PlanStage } from "../../engine/graph/plan.ts";
import { ProblemList } from "../../engine/graph/problem-list.ts";
import { select } from "../../engine/graph/selection.ts";
import { shellQuote } from "../../engine/graph/shell-quote.ts";
import { type Needs, orderOf, stageGraph } from "../../engine/graph/stage-graph.ts";
import { asProjectPath, asStageId, type StageId } from "../../engine/platform/identity.ts";

const idOf = (index: number): StageId => asStageId(`s${index}`);

/** Stages, each needing some of any. */
const anyGraph = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc
      .array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size })
      .map((all): readonly Needs[] => all.map((needs, index) => ({ id: idOf(index), needs: needs.map(idOf) }))),
  );
/** Stages, each needing some of the earlier ones, in a shuffled order. */
const acyclic = anyGraph.chain((stages) => {
  const downwards = stages.map(({ id, needs }, index) => ({ id, needs: needs.filter((need) => Number(need.slice(1)) < index) }));
  return fc.shuffledSubarray(downwards, { minLength: downwards.length });
});

describe("an order", () => {
  test("holds each stage once, after all that it needs", () => {
    fc.assert(
      fc.property(acyclic, (stages) => {
        const order = orderOf(stageGraph(stages), stages);
        expect([...order].sort()).toEqual(stages.map(({ id }) => id).sort());
        for (const { id, needs } of stages) for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(id));
      }),
    );
  });

  test("leaves stages out exactly where there is a cycle, and each cycle is one", () => {
    fc.assert(
      fc.property(anyGraph, (stages) => {
        const graph = stageGraph(stages);
        const order = new Set(orderOf(graph, stages));
        const left = stages.map(({ id }) => id).filter((id) => !order.has(id));
        const cycles = cyclesAmong(graph, left);
        expect(cycles.length > 0).toBe(left.length > 0);
        const members = cycles.map((cycle) => new Set(cycle));
        for (const [index, cycle] of cycles.entries()) {
          expect(cycle[0]).toBe(cycle.at(-1));
          expect(new Set(cycle).size).toBe(cycle.length - 1);
          for (const [position, id] of cycle.slice(1).entries()) {
            expect(stages.find((stage) => stage.id === id)?.needs).toContain(cycle[position]);
          }
          for (const other of members.slice(index + 1)) for (const id of cycle) expect(other.has(id)).toBe(false);
        }
      }),
    );
  });

  test("takes 50,000 stages in a row, and a cycle of as many", () => {
    const chain = Array.from({ length: 50_000 }, (_, index): Needs => ({ id: idOf(index), needs: index === 0 ? [] : [idOf(index - 1)] }));
    expect(orderOf(stageGraph(chain), chain).length).toBe(50_000);
    const ring = [{ id: idOf(0), needs: [idOf(49_999)] }, ...chain.slice(1)];
    const graph = stageGraph(ring);
    expect(orderOf(graph, ring)).toEqual([]);
    expect(
      cyclesAmong(
        graph,
        ring.map(({ id }) => id),
      ).map((cycle) => cycle.length),
    ).toEqual([50_001]);
  });
});

describe("a selection", () => {
  const chosen = (stages: readonly Needs[], terms: readonly string[], only = false): ReadonlySet<StageId> => {
    const result = select({ terms, only, stages: stages.map(({ id }) => ({ id, name: id })), data: stageGraph(stages) });
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };

  test("is closed under needs, idempotent, and the union of its terms", () => {
    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.nat()), (stages, picks) => {
        const at = (index: number): string => stages[index % stages.length]?.id ?? "";
        const [one, other] = [...picks.take(2)].map(at) as [string, string];
        const both = chosen(stages, [one, other]);
        for (const id of both) for (const need of stages.find((stage) => stage.id === id)?.needs ?? []) expect(both).toContain(need);
        expect(chosen(stages, [...both])).toEqual(both);
        expect(both).toEqual(
          new Set(stages.map(({ id }) => id).filter((id) => chosen(stages, [one]).has(id) || chosen(stages, [other]).has(id))),
        );
        expect(chosen(stages, [one], true)).toEqual(new Set([one]));
        expect(chosen(stages, [`+${one}`], true)).toEqual(chosen(stages, [one]));
        for (const user of chosen(stages, [`${one}+`], true)) expect(chosen(stages, [user])).toContain(one);
        expect(chosen(stages, ["s*"])).toEqual(chosen(stages, []));
      }),
    );
  });

  test.each([
    [["train@*"], ["train@mlp-1", "train@cnn-1"]],
    [["train"], ["train@mlp-1", "train@cnn-1"]],
    [["train@mlp-1"], ["train@mlp-1"]],
    [["*@cnn*"], ["train@cnn-1"]],
    [
      ["e*", "trai?"],
      ["train@mlp-1", "train@cnn-1", "evaluate"],
    ],
  ])("%s", (terms, expected) => {
    const stages = ["split", "train@mlp-1", "train@cnn-1", "evaluate"].map((id) => ({ id: asStageId(id), name: id.split("@")[0] ?? "" }));
    expect(select({ terms, only: true, stages, data: stageGraph([]) })).toEqual({ ok: true, value: new Set(expected) });
  });

  test("tells of every term that names nothing", () => {
    const stages = ["split", "train"].map((id) => ({ id: asStageId(id), name: id }));
    const result = select({ terms: ["trian", "split", "x*"], only: false, stages, data: stageGraph([]) });
    expect(result).toEqual({
      ok: false,
      failure: [
        {
          code: "unknown-selection",
          severity: "error",
          message: "no stage is named `trian`",
          why: "the stages are `split` and `train`",
          hint: "did you mean `train`?",
        },
        { code: "unknown-selection", severity: "error", message: "no stage is named `x*`", why: "the stages are `split` and `train`" },
      ],
    });
  });
});

describe("timing", () => {
  const planOf = (stages: readonly Needs[]): Plan => {
    const byId = new Map(stages.map((stage) => [stage.id, stage]));
    const ordered = orderOf(stageGraph(stages), stages).map((id) => [id, byId.get(id) as unknown as PlanStage] as const);
    return { stages: new Map(ordered) } as unknown as Plan;
  };
  const timed = acyclic.chain((stages) =>
    fc.tuple(fc.constant(stages), fc.array(fc.nat(100), { minLength: stages.length, maxLength: stages.length })),
  );

  test("the critical path is a chain of needs, and no chain is longer", () => {
    fc.assert(
      fc.property(timed, ([stages, times]) => {
        const durations = new Map(stages.map(({ id }, index) => [id, times[index] ?? 0]));
        const path = criticalPath({ plan: planOf(stages), durations });
        for (const [index, { stage }] of path.slice(1).entries()) {
          expect(stages.find(({ id }) => id === stage)?.needs).toContain(path[index]?.stage);
        }
        const longest = (id: StageId): number =>
          (durations.get(id) ?? 0) + Math.max(0, ...(stages.find((stage) => stage.id === id)?.needs ?? []).map(longest));
        expect(path.reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBe(Math.max(...stages.map(({ id }) => longest(id))));
      }),
    );
  });

  test("what remains is one's own time and the longest of those that need it", () => {
    fc.assert(
      fc.property(timed, ([stages, times]) => {
        const durations = new Map(stages.map(({ id }, index) => [id, times[index] ?? 0]));
        const remaining = longestRemaining({ plan: planOf(stages), durations });
        for (const { id } of stages) {
          const users = stages.filter(({ needs }) => needs.includes(id)).map((user) => remaining(user.id));
          expect(remaining(id)).toBe((durations.get(id) ?? 0) + Math.max(0, ...users));
        }
      }),
    );
  });
});

describe("claims", () => {
  const path = fc
    .array(fc.constantFrom("a", "A", "b", "a-b"), { minLength: 1, maxLength: 3 })
    .map((parts) => asProjectPath(parts.join("/")));
  const claims = fc.array(fc.record({ path, use: fc.constantFrom("output", "input", "reserved") }), { maxLength: 8 });

  test("are in conflict exactly if an output is, holds or is in what another claims", () => {
    fc.assert(
      fc.property(claims, (all) => {
        const problems = new ProblemList([]);
        checkClaims(
          all.map((claim, index): Claim => ({ ...claim, name: `claim ${index}` }) as Claim),
          problems,
        );
        const within = (inner: string, outer: string): boolean => `${inner.toLowerCase()}/`.startsWith(`${outer.toLowerCase()}/`);
        const meet = all.some((one, index) =>
          all.some(
            (other, position) =>
              index < position &&
              (one.use === "output" || other.use === "output") &&
              (within(one.path, other.path) || within(other.path, one.path)),
          ),
        );
        expect(problems.diagnostics.length > 0).toBe(meet);
      }),
    );
  });
});

describe("a quoted value", () => {
  test("comes out of a real shell unchanged", () => {
    const texts = fc.sample(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom(..."'\"\\$`!*?~#&|;<>(){}[]=%+ \n\t-a1") }),
        fc.constantFrom("", "-n", "~", "2", "a=b", "'", "\\", "*"),
      ),
      { numRuns: 200, seed: 7 },
    );
    const values = texts.map((text) => text.replaceAll("\0", ""));
    const command = values.map((value) => `printf '%s\\0' ${shellQuote(value, ">")}`).join("\n");
    expect(execFileSync("sh", ["-e", "-c", command]).toString("utf8").split("\0").slice(0, -1)).toEqual(values);
  });
});
