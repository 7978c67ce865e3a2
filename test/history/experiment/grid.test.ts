import { expect, test } from "vitest";
import { combinations, readAxes } from "../../../engine/history/experiment/grid.ts";
import { generatedName, untakenNames } from "../../../engine/history/experiment/name-experiment.ts";

const rows = (...settings: readonly string[]): readonly string[] | string => {
  const axes = readAxes(settings);
  return axes.ok ? combinations(axes.value).map((row) => row.map(({ name, value }) => `${name}=${value}`).join(" ")) : axes.failure.message;
};

test.each([
  [
    ["epochs=5,10", "model=mlp,cnn"],
    ["epochs=5 model=mlp", "epochs=5 model=cnn", "epochs=10 model=mlp", "epochs=10 model=cnn"],
  ],
  [["layers=[8, 8],[16]"], ["layers=[8, 8]", "layers=[16]"]],
  [["model={ dense: 8, dropout: 0.2 }"], ["model={ dense: 8, dropout: 0.2 }"]],
  [[`title="a, b",'c, d'`], ['title="a, b"', "title='c, d'"]],
  [[`names=["a, b", c],[]`], [`names=["a, b", c]`, "names=[]"]],
  [["title=it's,ours"], ["title=it's", "title=ours"]],
  [["rate=1e-3, 1e-4"], ["rate=1e-3", "rate=1e-4"]],
  [["epochs=5,5"], ["epochs=5"]],
  [["epochs=5,10", "epochs=20"], ["epochs=20"]],
  [["title="], ["title="]],
  [[], [""]],
])("%j", (settings, expected) => {
  expect(rows(...settings)).toEqual(expected);
});

test("says what is no list of values", () => {
  expect(rows("epochs")).toBe("`--set epochs` has no `NAME=VALUE`");
  expect(rows("epochs=5,")).toBe("`--set epochs=5,` has a comma with nothing beside it");
});

test.each([
  [{ "training.epochs": "5", "training.learning_rate": "1e-3" }, "epochs-5-learning_rate-1e-3"],
  [{ "left.epochs": "5", "right.epochs": "6" }, "left.epochs-5-right.epochs-6"],
  [{ bias: "-0.5" }, "bias--0.5"],
  [{ layers: "[8, 16]" }, "layers-8-16"],
  [{ path: '"../../etc"' }, "path-etc"],
  [{ title: '"äöü"' }, "title-"],
  [{}, "experiment"],
  [{ description: '"a text that goes on and on, as texts do, for more than a line"' }, "description-a-text-that-goes-on-a-e35704"],
])("calls %j %s", (settings, name) => {
  expect(generatedName(Object.entries(settings).map(([key, value]) => ({ name: key, value })))).toBe(name);
});

test("gives no name twice, whatever the case", () => {
  expect(untakenNames("Epochs-5", new Set(["epochs-5", "epochs-5-2"])).next().value).toBe("Epochs-5-3");
});
