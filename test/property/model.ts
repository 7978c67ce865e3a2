/** A random project, in memory: what the property test edits, writes to a folder, and runs. */
export interface Project {
  /** Sources by path; `undefined` content is a folder of two files. */
  readonly files: Map<string, SourceFile>;
  readonly params: Map<string, string>;
  stages: StageModel[];
  /** Comments and blank lines in the YAML: never a reason to run. */
  formatting: number;
}

/** Where commands run. From the last two, which only their names tell apart, every path is the same. */
export const folders = [".", "work", "shop"] as const;

export interface SourceFile {
  content: string;
  executable: boolean;
  folder: boolean;
}

export interface StageModel {
  readonly name: string;
  /** A word of the command. */
  salt: string;
  cwd: (typeof folders)[number];
  env: string | undefined;
  param: string | undefined;
  inputs: InputModel[];
  outputs: OutputModel[];
  frozen?: boolean;
}

export interface InputModel {
  readonly port: string;
  /** A source path, or a stage and a port. */
  from: { readonly file: string } | { readonly stage: string; readonly port: string };
}

export interface OutputModel {
  readonly port: string;
  /** `undefined`: the default path. */
  path: string | undefined;
  folder: boolean;
}

export const outputPath = (stage: StageModel, output: OutputModel): string => output.path ?? `out/${stage.name}/${output.port}`;

/** Drops inputs whose stage or port is gone, so that a removal leaves a valid pipeline. */
export function prune(project: Project): void {
  const ports = new Set<string>();
  for (const stage of project.stages) {
    stage.inputs = stage.inputs.filter(({ from }) =>
      "file" in from ? project.files.has(from.file) : ports.has(`${from.stage}.${from.port}`),
    );
    for (const { port } of stage.outputs) ports.add(`${stage.name}.${port}`);
  }
}

/** All that a stage's result may depend on, computed without the engine: by what its command would print. */
export function fingerprint(
  project: Project,
  { stage, read }: { readonly stage: StageModel; readonly read: (path: string) => string },
): string {
  const inputs = stage.inputs.map(({ port, from }) => {
    const path = "file" in from ? from.file : pathOf(project, from);
    return [port, path, read(path)];
  });
  const outputs = stage.outputs.map((output) => [output.port, outputPath(stage, output), output.folder]);
  const param = stage.param === undefined ? undefined : project.params.get(stage.param);
  // The stage's name is in its command, which logs it.
  return JSON.stringify([stage.name, stage.salt, stage.cwd, stage.env ?? null, param ?? null, inputs, outputs]);
}

function pathOf(project: Project, from: { readonly stage: string; readonly port: string }): string {
  const stage = project.stages.find(({ name }) => name === from.stage);
  const output = stage?.outputs.find(({ port }) => port === from.port);
  if (stage === undefined || output === undefined) throw new Error(`no ${from.stage}.${from.port}`);
  return outputPath(stage, output);
}
