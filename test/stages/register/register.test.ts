import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { register } from "../../../stages/register/kind.ts";
import { effectContext } from "../effect-context.ts";
import { wineRegistration } from "../shared/registry/registration.ts";
import { digestOf, failureOf, temporaryFolder } from "../stage-context.ts";
import { writeWineModel } from "./wine-model.ts";

/** A project with one trained model, its metrics and a card. */
function wineProject() {
  const root = temporaryFolder();
  const model = writeWineModel(join(root, "out/train/model"), "first weights");
  const metrics = join(root, "out/metrics.json");
  const card = join(root, "card.md");
  writeFileSync(metrics, JSON.stringify({ accuracy: { value: 0.972, low: 0.858, high: 0.995 }, rows: 36 }));
  writeFileSync(card, "# {{ model.name }} {{ model.version }}\n\nAccuracy {{ metrics.accuracy }}.\n");
  const { lineage } = wineRegistration(root);
  const bench = (version: string, bound: { card?: string } = { card }) =>
    effectContext({ kind: register, in: { model, metrics, ...bound }, with: { name: "wine", version }, projectRoot: root, lineage });
  return { root, model, metrics, card, bench };
}

test("a model is registered, found again, and its output says which version it is", async () => {
  const { root, model, bench } = wineProject();
  const first = bench("next-minor");
  expect(await first.probe()).toEqual({
    agrees: false,
    expected: `the model ${digestOf(model).slice(0, 12)} as wine`,
    found: "no wine in the registry",
  });
  await first.apply();
  expect(JSON.parse(readFileSync(first.out.version, "utf8"))).toEqual({
    name: "wine",
    version: "0.1.0",
    digest: digestOf(model),
    file: "registry/models/wine/0.1.0.json",
  });
  expect(readFileSync(join(root, "registry/models/wine/0.1.0.md"), "utf8")).toBe("# wine 0.1.0\n\nAccuracy 0.972.\n");
  expect(await bench("next-minor").probe()).toEqual({ agrees: true });
});

test("after another model and back, the first has its first number", async () => {
  const { model, bench } = wineProject();
  await bench("next-minor").apply();
  writeFileSync(join(model, "weights.bin"), "other weights");
  const other = bench("next-minor");
  expect(await other.probe()).toMatchObject({ agrees: false, found: "other models only, up to wine 0.1.0" });
  await other.apply();
  expect(JSON.parse(readFileSync(other.out.version, "utf8")).version).toBe("0.2.0");
  writeFileSync(join(model, "weights.bin"), "first weights");
  const back = bench("next-minor");
  expect(await back.probe()).toEqual({ agrees: true });
  await back.apply();
  expect(JSON.parse(readFileSync(back.out.version, "utf8")).version).toBe("0.1.0");
});

test("the probe needs neither the model nor the metrics to be here", async () => {
  const { root, bench } = wineProject();
  await bench("next-minor").apply();
  const later = bench("next-minor");
  rmSync(join(root, "out"), { recursive: true });
  expect(await later.probe()).toEqual({ agrees: true });
});

test("the probe names what differs", async () => {
  const { root, metrics, card, bench } = wineProject();
  await bench("1.0.0").apply();
  const found = async (version: string, bound?: { card?: string }) => {
    const probe = await bench(version, bound).probe();
    return probe.agrees ? "agrees" : `${probe.expected}; ${probe.found}`.replaceAll(/[0-9a-f]{12}/g, "…");
  };
  expect(await found("1.1.0")).toBe("the model … as wine 1.1.0; it as wine 1.0.0");
  expect(await found("1.0.0", {})).toBe("wine 1.0.0 with no card; it with the card template …");
  writeFileSync(join(root, "registry/models/wine/1.0.0.md"), "# Much better\n");
  expect(await found("1.0.0")).toBe("the card of wine 1.0.0 as it was filled; it gone or edited");
  writeFileSync(metrics, '{ "accuracy": 1 }');
  expect(await found("1.0.0")).toBe("wine 1.0.0 with the metrics …; it with …");
  writeFileSync(card, "# Wine\n");
  await bench("1.0.0").apply();
  expect(await found("1.0.0")).toBe("agrees");
  writeFileSync(join(root, "registry/models/wine/1.0.0.json"), "{");
  expect(await found("1.0.0")).toContain("; registry/models/wine/1.0.0.json damaged: it is not JSON");
});

test("a deleted registry starts anew", async () => {
  const { root, model, bench } = wineProject();
  await bench("next-minor").apply();
  writeFileSync(join(model, "weights.bin"), "other weights");
  await bench("next-minor").apply();
  rmSync(join(root, "registry"), { recursive: true });
  const anew = bench("next-minor");
  await anew.apply();
  expect(JSON.parse(readFileSync(anew.out.version, "utf8")).version).toBe("0.1.0");
});

test("what a person has yet to write is a warning", async () => {
  const { card, bench } = wineProject();
  writeFileSync(
    card,
    "# Wine\n\n## Intended use\n\n<!-- fill in: who, what for -->\n\n## Limits\n\nSmall.\n\n### Owners ###\n<!-- fill in -->\n",
  );
  const stage = bench("next-patch");
  await stage.apply();
  expect(stage.recorded.warnings).toEqual([
    {
      code: "card-incomplete",
      message: "the model card has nothing yet under Intended use, Owners",
      hint: "write it in card.md, in the place of <!-- fill in -->",
    },
  ]);
});

test("metrics that are no object are refused before anything is written", async () => {
  const { root, metrics, bench } = wineProject();
  writeFileSync(metrics, "[0.97]");
  expect(await failureOf(() => bench("next-patch").apply())).toEqual({
    code: "metric-undefined",
    message: "the metrics are not a JSON object of names and numbers",
  });
  expect(() => readFileSync(join(root, "registry"))).toThrow("ENOENT");
});
