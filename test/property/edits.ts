import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { folders, mappedFolder, type OutputModel, outputPath, type Project, prune, type StageModel } from "./model.ts";
import { writeMappedFile, writeParts, writePipeline, writeSource } from "./render.ts";

/** One random edit: a theme and three numbers that pick what it is done to. */
export interface Edit {
  readonly kind: keyof typeof edits;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

interface Scene extends Edit {
  readonly folder: string;
  readonly project: Project;
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;
const fileName = ({ project, a }: Scene): string => pick([...project.files.keys()], a);
const stageOf = ({ project, a }: Scene): StageModel => pick(project.stages, a);
const values = ["1", "1.0", '"1"', "true", '"true"', "2", "1e0", "null_", "0x1", "'a b'", '"it\'s"', "'$HOME'"];
const otherTag: Readonly<Record<string, string>> = { 1: '"1"', '"1"': "1", true: '"true"', '"true"': "true", 2: "'2'", "'2'": "2" };

export const edits = {
  content: (scene: Scene): void => {
    const path = fileName(scene);
    const file = scene.project.files.get(path);
    if (file === undefined) return;
    file.content = `content ${scene.b % 4} of ${scene.c % 3}\n`;
    rewrite(scene, path);
  },
  /** Same size, and the old modification time put back. */
  stealth: (scene: Scene): void => {
    const path = fileName(scene);
    const file = scene.project.files.get(path);
    if (file === undefined || file.folder) return;
    const target = join(scene.folder, path);
    const { atime, mtime } = statSync(target);
    file.content = [...file.content]
      .map((character) => (/[0-9]/.test(character) ? String((Number(character) + 1) % 10) : character))
      .join("");
    writeFileSync(target, file.content);
    utimesSync(target, atime, mtime);
  },
  rename: (scene: Scene): void => {
    const path = fileName(scene);
    const file = scene.project.files.get(path);
    const next = `data/renamed-${scene.b % 5}.txt`;
    if (file === undefined || scene.project.files.has(next)) return;
    scene.project.files.delete(path);
    scene.project.files.set(next, file);
    renameSync(join(scene.folder, path), join(scene.folder, next));
    for (const stage of scene.project.stages) {
      for (const input of stage.inputs) if ("file" in input.from && input.from.file === path) input.from = { file: next };
    }
  },
  executable: (scene: Scene): void => {
    const path = fileName(scene);
    const file = scene.project.files.get(path);
    if (file === undefined) return;
    file.executable = !file.executable;
    chmodSync(file.folder ? join(scene.folder, path, "first.txt") : join(scene.folder, path), file.executable ? 0o755 : 0o644);
  },
  fileToFolder: (scene: Scene): void => {
    const path = fileName(scene);
    const file = scene.project.files.get(path);
    if (file === undefined) return;
    file.folder = !file.folder;
    rewrite(scene, path);
  },
  param: (scene: Scene): void => {
    scene.project.params.set(pick([...scene.project.params.keys()], scene.a), pick(values, scene.b));
  },
  /** The same text, quoted or no longer. */
  paramTag: (scene: Scene): void => {
    const name = pick([...scene.project.params.keys()], scene.a);
    const text = scene.project.params.get(name) ?? "";
    scene.project.params.set(name, otherTag[text] ?? text);
  },
  command: (scene: Scene): void => {
    stageOf(scene).salt = `salt-${scene.b % 4}`;
  },
  cwd: (scene: Scene): void => {
    stageOf(scene).cwd = pick(folders, scene.b);
  },
  env: (scene: Scene): void => {
    stageOf(scene).env = pick([undefined, "hello", "goodbye"], scene.b);
  },
  useParam: (scene: Scene): void => {
    stageOf(scene).param = pick([undefined, ...scene.project.params.keys()], scene.b);
  },
  addInput: (scene: Scene): void => {
    const stage = stageOf(scene);
    const port = `in${scene.b % 4}`;
    if (stage.inputs.some((input) => input.port === port)) return;
    stage.inputs.push({ port, from: sourceFor(scene, stage) });
  },
  removeInput: (scene: Scene): void => {
    const stage = stageOf(scene);
    stage.inputs.splice(scene.b % Math.max(1, stage.inputs.length), 1);
  },
  addOutput: (scene: Scene): void => {
    const stage = stageOf(scene);
    const port = `extra${scene.b % 2}`;
    if (stage.outputs.some((output) => output.port === port)) return;
    const folder = scene.c % 3 === 0 || stage.map === true;
    stage.outputs.push({ port, path: scene.c % 2 === 0 ? undefined : `made/${stage.name}-${port}.txt`, folder });
  },
  removeOutput: (scene: Scene): void => {
    const stage = stageOf(scene);
    if (stage.outputs.length > 1) stage.outputs.splice(scene.b % stage.outputs.length, 1);
  },
  moveOutput: (scene: Scene): void => {
    const stage = stageOf(scene);
    const output = pick(stage.outputs, scene.b);
    output.path = output.path === undefined ? `made/deep/${stage.name}-${output.port}` : undefined;
  },
  addStage: (scene: Scene): void => {
    const name = `stage${scene.b % 8}`;
    if (scene.project.stages.some((stage) => stage.name === name)) return;
    const output: OutputModel = { port: "made", path: undefined, folder: false };
    const stage: StageModel = {
      name,
      salt: `salt-${scene.c % 4}`,
      cwd: ".",
      env: undefined,
      param: undefined,
      inputs: [],
      outputs: [output],
    };
    scene.project.stages.push(stage);
    stage.inputs.push({ port: "in0", from: sourceFor(scene, stage) });
  },
  removeStage: (scene: Scene): void => {
    if (scene.project.stages.length > 1) scene.project.stages.splice(scene.a % scene.project.stages.length, 1);
  },
  formatting: (scene: Scene): void => {
    scene.project.formatting += 1;
  },
  deleteOutput: (scene: Scene): void => {
    const stage = stageOf(scene);
    rmSync(join(scene.folder, outputPath(stage, pick(stage.outputs, scene.b), partOf(scene))), { recursive: true, force: true });
  },
  tamperOutput: (scene: Scene): void => {
    const stage = stageOf(scene);
    const output = pick(stage.outputs, scene.b);
    const target = join(scene.folder, outputPath(stage, output, partOf(scene)));
    if (!existsSync(target)) return;
    const file = output.folder ? join(target, "part.txt") : target;
    if (!existsSync(file) || statSync(file).isDirectory()) return;
    const { atime, mtime, mode } = statSync(file);
    const text = readFileSync(file, "utf8");
    // As an editor does with what is read-only; also where the tests may write it.
    if ((mode & 0o200) === 0) rmSync(file);
    writeFileSync(file, scene.c % 2 === 0 ? `${text}tampered\n` : text.replace(/[a-z]/, (letter) => letter.toUpperCase()));
    utimesSync(file, atime, mtime);
  },
  strayFile: (scene: Scene): void => {
    const stage = stageOf(scene);
    const output = pick(stage.outputs, scene.b);
    const target = join(scene.folder, outputPath(stage, output, partOf(scene)));
    if (!output.folder || !existsSync(target) || !statSync(target).isDirectory()) return;
    writeFileSync(join(target, "stray.txt"), "not of the stage\n");
  },
  /** The list gets longer, shorter, empty, or another order. */
  parts: (scene: Scene): void => {
    const { project, a, b } = scene;
    const value = pick(["a", "b", "c", "d"], b);
    const rest = project.parts.filter((part) => part !== value);
    project.parts = pick([[...rest, value], [value, ...rest], rest, project.parts.toReversed(), [], project.parts.slice(1)], a);
    writeParts(scene.folder, project);
  },
  /** The stages over the list of another come to be ones that are not, and the other way round. */
  over: (scene: Scene): void => {
    const stage = stageOf(scene);
    const lists = scene.project.stages.slice(0, scene.project.stages.indexOf(stage)).filter(({ list }) => list === true);
    if (stage.list === true || stage.map === true) return;
    const [maker] = lists.filter(({ outputs }) => outputs.some(({ port }) => port === "made"));
    stage.over = stage.over === undefined && maker !== undefined ? { stage: maker.name, port: "made" } : undefined;
  },
  mapFile: (scene: Scene): void => {
    const name = pick(mappedNames, scene.a);
    const executable = scene.project.mapped.get(name)?.executable ?? false;
    scene.project.mapped.set(name, { content: pick(["", "one\n", "two\n", "three"], scene.b), executable });
    writeMappedFile({ ...scene, name, file: scene.project.mapped.get(name) });
  },
  mapRename: (scene: Scene): void => {
    const [name, next] = [pick([...scene.project.mapped.keys()], scene.a), pick(mappedNames, scene.b)];
    const file = scene.project.mapped.get(name);
    if (file === undefined || scene.project.mapped.has(next)) return;
    scene.project.mapped.delete(name);
    scene.project.mapped.set(next, file);
    const target = join(scene.folder, mappedFolder, next);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(scene.folder, mappedFolder, name), target);
    dropEmpty(scene, name);
  },
  mapRemove: (scene: Scene): void => {
    const name = pick([...scene.project.mapped.keys()], scene.a);
    if (!scene.project.mapped.delete(name)) return;
    rmSync(join(scene.folder, mappedFolder, name));
    dropEmpty(scene, name);
  },
  mapExecutable: (scene: Scene): void => {
    const name = pick([...scene.project.mapped.keys()], scene.a);
    const file = scene.project.mapped.get(name);
    if (file === undefined) return;
    file.executable = !file.executable;
    chmodSync(join(scene.folder, mappedFolder, name), file.executable ? 0o755 : 0o644);
  },
  deleteOutputs: (scene: Scene): void => rmSync(join(scene.folder, "out"), { recursive: true, force: true }),
  deleteLock: (scene: Scene): void => rmSync(join(scene.folder, "pipeline.lock.json"), { force: true }),
};

const mappedNames = ["a.md", "b.md", "a", "sub/b.md", "sub/c.md"];

/** One of the values that instances have, or had. */
const partOf = ({ c }: Scene): string => pick(["a", "b", "c", "d"], c);

function dropEmpty({ folder }: Scene, name: string): void {
  const above = dirname(name);
  if (above !== "." && readdirSync(join(folder, mappedFolder, above)).length === 0) rmdirSync(join(folder, mappedFolder, above));
}

/** Does the edit, in the model and on disk. */
export function apply({ edit, folder, project }: { readonly edit: Edit; readonly folder: string; readonly project: Project }): void {
  edits[edit.kind]({ ...edit, folder, project });
  prune(project);
  writePipeline(folder, project);
}

function rewrite({ folder, project }: Scene, path: string): void {
  rmSync(join(folder, path), { recursive: true, force: true });
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeSource({ folder, project, path });
}

/** A source, or an output of an earlier stage: never a cycle. */
function sourceFor(scene: Scene, stage: StageModel): { file: string } | { stage: string; port: string } {
  const earlier = scene.project.stages.slice(0, scene.project.stages.indexOf(stage));
  const ports = earlier.flatMap((one) => one.outputs.map(({ port }) => ({ stage: one.name, port })));
  const files = [...scene.project.files.keys()].map((file) => ({ file }));
  return pick([...ports, ...files], scene.c);
}
