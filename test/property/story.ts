import fc from "fast-check";
import { folders, type OutputModel, type Project, prune } from "./model.ts";

/** How a project begins. */
export interface Story {
  readonly stages: readonly {
    readonly inputs: readonly number[];
    readonly extra: boolean;
    readonly param: boolean;
    readonly shape: Shape;
  }[];
}

/** `list`: makes a list, and the next stage is over it. `map`: for each file of a folder. */
type Shape = "plain" | "list" | "map";

export const firstStages: fc.Arbitrary<Story["stages"]> = fc.array(
  fc.record({
    inputs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
    extra: fc.boolean(),
    param: fc.boolean(),
    shape: fc.constantFrom<Shape>("plain", "plain", "list", "map"),
  }),
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
    parts: ["a", "b"],
    mapped: new Map(["a.md", "sub/b.md"].map((name) => [name, { content: `${name} 1\n`, executable: false }])),
  };
  for (const [index, { inputs, extra, param, shape }] of stages.entries()) {
    const sources = [
      ...[...files.keys()].map((file) => ({ file })),
      ...project.stages.map((stage) => ({ stage: stage.name, port: "made" })),
    ];
    const outputs: OutputModel[] = [{ port: "made", path: undefined, folder: shape === "map" }];
    const before = project.stages.at(-1);
    if (extra) outputs.push({ port: "extra0", path: `made/extra${index}`, folder: true });
    project.stages.push({
      name: `first${index}`,
      salt: "salt-0",
      // Paths tell how deep a folder is; only one of the same depth shows whether its name counts.
      cwd: folders[(index + 1) % folders.length] ?? ".",
      env: undefined,
      param: param ? "rate" : undefined,
      inputs: inputs.map((pick, port) => ({ port: `in${port}`, from: sources[pick % sources.length] ?? { file: "data/alpha.txt" } })),
      outputs,
      ...(shape === "list" && { list: true }),
      ...(shape === "map" && { map: true }),
      ...(shape === "plain" && before?.list === true && { over: { stage: before.name, port: "made" } }),
    });
  }
  prune(project);
  return project;
}
