import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { seededRandom } from "../../stages/shared/random/seeded-random.ts";
import { readTable } from "../../stages/shared/table/arrow-file.ts";
import { column } from "../../stages/shared/table/column.ts";
import { millrace } from "../millrace.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { peer } from "./peer.ts";

const rows = 192;
const steps = 5;

/** Each goes through all rows in one batch, so that an epoch is a step. */
const networks: Readonly<Record<string, readonly object[]>> = {
  dense: [{ dense: 32, activation: "relu" }, { batch_normalization: true }, { dropout: 0.2 }, { dense: 8, activation: "tanh" }],
  recurrent: [{ reshape: [6, 4] }, { lstm: 8, return_sequences: true }, { gru: 8 }],
  convolution: [{ reshape: [12, 2] }, { conv1d: 8, kernel: 3 }, { batch_normalization: true }, { max_pooling1d: 2 }, { flatten: true }],
  image: [
    { reshape: [6, 4, 1] },
    { conv2d: 6, kernel: 3, padding: "same", activation: "relu" },
    { max_pooling2d: 3, strides: 1, padding: "same" },
    { conv2d: 6, kernel: 2, activation: "elu" },
    { average_pooling2d: 2, padding: "same" },
    { flatten: true },
  ],
};

for (const [name, layers] of Object.entries(networks)) {
  test(`${name}: the first ${steps} losses are the same on TensorFlow and on WebAssembly`, async ({ skip }) => {
    const folder = project({ layers, native: peer("native", skip) });
    const ended = await millrace(folder, "run");
    expect(ended.code, ended.stderr).toBe(0);
    const [wasm, tensorflow] = [await lossesOf(folder, "wasm"), await lossesOf(folder, "tensorflow")];
    const apart = wasm.map((loss, step) => Math.abs(loss - (tensorflow[step] ?? Number.NaN)) / loss);
    console.log(
      `${name}: losses ${tensorflow.map((loss) => loss.toPrecision(7)).join(" ")}, at most ${Math.max(...apart).toExponential(1)} apart`,
    );
    expect(wasm).toHaveLength(steps);
    expect(Math.max(...apart)).toBeLessThanOrEqual(1e-5);
    // They differ in their last bits: were they the same ones, one backend would have stood for both.
    expect(weightsOf(folder, "tensorflow")).not.toEqual(weightsOf(folder, "wasm"));
  });

  test(`${name}: trained twice on TensorFlow, the weights are the same, bit for bit`, async ({ skip }) => {
    const folder = project({ layers, native: peer("native", skip) });
    const runs: Buffer[] = [];
    for (const more of [[], ["--force"]]) {
      const ended = await millrace(folder, "run", "tensorflow", ...more);
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stderr).toMatch(/1 ran/);
      runs.push(weightsOf(folder, "tensorflow"));
    }
    expect(runs[1]).toEqual(runs[0]);
  });
}

/** Three classes that 24 features tell apart, more or less. */
function project({ layers, native }: { layers: readonly object[]; native: string }): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "data"));
  symlinkSync(join(native, "native"), join(folder, "native"));
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  const random = seededRandom("native beside wasm");
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = row % 3;
    const features = Array.from({ length: 24 }, (_, index) => (random.normal() + (index % 3 === kind ? 1 : 0)).toFixed(4));
    return [...features, ["barolo", "grignolino", "barbera"][kind]].join(",");
  });
  const names = [...Array.from({ length: 24 }, (_, index) => `wavelength_${index + 1}`), "cultivar"];
  writeFileSync(join(folder, "data/spectra.csv"), `${[names.join(","), ...lines].join("\n")}\n`);
  const stage = (backend: string) => ({
    uses: "train",
    in: { train: "./data/spectra.csv" },
    with: { target: "cultivar", model: { layers }, epochs: steps, batch_size: rows, learning_rate: 0.01, seed: 7, backend },
  });
  const stages = { wasm: stage("wasm"), tensorflow: stage("native-cpu") };
  writeFileSync(join(folder, "pipeline.yaml"), stringify({ name: "spectra", stages }));
  return folder;
}

async function lossesOf(folder: string, stage: string): Promise<number[]> {
  const history = await readTable(join(folder, "out", stage, "history.arrow"));
  const losses = column(history, "loss");
  return losses.type === "number" ? [...losses.values] : [];
}

const weightsOf = (folder: string, stage: string): Buffer => readFileSync(join(folder, "out", stage, "model/weights.bin"));
