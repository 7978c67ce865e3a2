/** A random project, in memory: what the property test edits, writes to a folder, and runs. */
export interface Project {
  /** Sources by path; `undefined` content is a folder of two files. */
  readonly files: Map<string, SourceFile>;
  readonly params: Map<string, string>;
  stages: StageModel[];
  /** Comments and blank lines in the YAML: never a reason to run. */
  formatting: number;
  /** What the list in `parts.json` holds: matrices are over what a stage makes of it. */
  parts: string[];
  /** Files of the folder `mapped`, by their names in it. */
  readonly mapped: Map<string, MappedFile>;
}

export interface MappedFile {
  content: string;
  executable: boolean;
}

/** Sources that every project has, beside those that edits come across. */
export const partsFile = "parts.json";
export const mappedFolder = "mapped";

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
  /** Its output `made` is the list of `parts.json`. */
  readonly list?: true;
  /** An instance for each value of that list. */
  over?: { readonly stage: string; readonly port: string } | undefined;
  /** It is run for each file of `mapped`; what it makes is folders. */
  map?: boolean;
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

/** `part`: of a stage over a list, of that instance; or what stands for it in the pipeline file. */
export function outputPath(stage: StageModel, output: OutputModel, part?: string): string {
  const [id, end] = stage.over === undefined ? [stage.name, ""] : [`${stage.name}@${part}`, `-${part}`];
  return output.path === undefined ? `out/${id}/${output.port}` : `${output.path}${end}`;
}

/** Drops inputs and lists whose stage or port is gone, so that a removal leaves a valid pipeline. */
export function prune(project: Project): void {
  const ports = new Set<string>();
  for (const stage of project.stages) {
    stage.inputs = stage.inputs.filter(({ from }) =>
      "file" in from ? project.files.has(from.file) : ports.has(`${from.stage}.${from.port}`),
    );
    if (stage.over !== undefined && !ports.has(`${stage.over.stage}.${stage.over.port}`)) stage.over = undefined;
    for (const { port } of stage.outputs) ports.add(`${stage.name}.${port}`);
  }
}

/** A stage as it runs: alone, or an instance of its matrix. */
export interface Unit {
  /** `train`, `train@a`. */
  readonly id: string;
  readonly stage: StageModel;
  readonly part?: string;
  readonly inputs: readonly { readonly port: string; readonly paths: readonly string[] }[];
  readonly outputs: readonly { readonly output: OutputModel; readonly path: string }[];
}

/** Every stage with its instances; `listAt` tells the values in a list that a stage has left, none where there is none. */
export function unitsOf(project: Project, listAt: (path: string) => readonly string[]): readonly Unit[] {
  const units: Unit[] = [];
  const partsOf = ({ over }: StageModel): readonly string[] => (over === undefined ? [] : listAt(pathsAt(units, over)[0] ?? ""));
  for (const stage of project.stages) {
    for (const part of stage.over === undefined ? [undefined] : partsOf(stage)) {
      units.push({
        id: part === undefined ? stage.name : `${stage.name}@${part}`,
        stage,
        ...(part !== undefined && { part }),
        inputs: [
          ...stage.inputs.map(({ port, from }) => ({ port, paths: "file" in from ? [from.file] : pathsAt(units, { ...from, part }) })),
          ...(stage.list === true ? [{ port: "list", paths: [partsFile] }] : []),
          ...(stage.map === true ? [{ port: "files", paths: [mappedFolder] }] : []),
        ],
        outputs: stage.outputs.map((output) => ({ output, path: outputPath(stage, output, part) })),
      });
    }
  }
  return units;
}

interface Port {
  readonly stage: string;
  readonly port: string;
  /** Of the instance that reads it: it gets the one of the same value. */
  readonly part?: string | undefined;
}

const pathsAt = (units: readonly Unit[], { stage, port, part }: Port): readonly string[] =>
  units
    .filter((unit) => unit.stage.name === stage && (part === undefined || unit.part === undefined || unit.part === part))
    .flatMap(({ outputs }) => outputs.flatMap(({ output, path }) => (output.port === port ? [path] : [])));

interface FingerprintRequest {
  readonly unit: Unit;
  readonly read: (path: string) => string;
  /** Of a mapped stage: what it makes of one file. */
  readonly file?: { readonly name: string; readonly text: string };
}

/** All that a stage's result may depend on, computed without the engine: by what its command would print. */
export function fingerprint(project: Project, { unit, read, file }: FingerprintRequest): string {
  const { stage } = unit;
  const inputs = unit.inputs.flatMap(({ port, paths }) => (file !== undefined && port === "files" ? [] : [[port, paths, paths.map(read)]]));
  const outputs = unit.outputs.map(({ output, path }) => [output.port, file === undefined ? path : "", output.folder]);
  const param = stage.param === undefined ? undefined : project.params.get(stage.param);
  // The stage's name is in its command, which logs it.
  return JSON.stringify([unit.id, stage.salt, stage.cwd, stage.env ?? null, param ?? null, inputs, outputs, file ?? null]);
}

/** What a mapped stage logs of a file. */
export const executionOf = ({ id }: Pick<Unit, "id">, file: string): string => `${id}:${file}`;
