import fc from "fast-check";
import { type OutputModel, type Project, prune } from "./model.ts";

/** How a project begins. */
export interface Story {
  readonly stages: readonly { readonly inputs: readonly number[]; readonly extra: boolean; readonly param: boolean }[];
}

export const firstStages: fc.Arbitrary<Story["stages"]> = fc.array(
  fc.record({ inputs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }), extra: fc.boolean(), param: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
);

export function firstProject(stages: Story["stages"]): Project {
  const files = new Map(
    ["alpha", "beta", "gamma"].map((name) => [`data/${name}.txt`, { content: `${name} 1\n`, executable: false, folder: false }]),
  );
  const project: Project = {
    files,
    params: new Map([
      ["rate", "1"],
      ["depth", "'2'"],
    ]),
    stages: [],
    formatting: 0,
  };
  for (const [index, { inputs, extra, param }] of stages.entries()) {
    const sources = [
      ...[...files.keys()].map((file) => ({ file })),
      ...project.stages.map((stage) => ({ stage: stage.name, port: "made" })),
    ];
    const outputs: OutputModel[] = [{ port: "made", path: undefined, folder: false }];
    if (extra) outputs.push({ port: "extra0", path: `made/extra${index}`, folder: true });
    project.stages.push({
      name: `first${index}`,
      salt: "salt-0",
      cwd: ".",
      env: undefined,
      param: param ? "rate" : undefined,
      inputs: inputs.map((pick, port) => ({ port: `in${port}`, from: sources[pick % sources.length] ?? { file: "data/alpha.txt" } })),
      outputs,
    });
  }
  prune(project);
  return project;
}
