import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { outputPath, type Project, type StageModel } from "../property/model.ts";

/** What stands at a path: of a file, `""` to `file TEXT` or `executable TEXT`; of a folder, the same by each member's name. */
export type Content = Readonly<Record<string, string>>;

/** What every path of the project holds once every stage has run: computed from the model, without the engine and without a shell. */
export function expectedContents(project: Project): ReadonlyMap<string, Content> {
  const contents = new Map<string, Content>([...project.files.keys()].map((path) => [path, sourceContent(project, path)]));
  for (const stage of project.stages) {
    for (const [path, content] of expectedOutputs({ project, stage, read: (wanted) => contents.get(wanted) ?? {} }))
      contents.set(path, content);
  }
  return contents;
}

interface StageRequest {
  readonly project: Project;
  readonly stage: StageModel;
  /** What stands at an input. */
  readonly read: (path: string) => Content;
}

/** What the command that render.ts writes prints, by output path. */
export function expectedOutputs({ project, stage, read }: StageRequest): ReadonlyMap<string, Content> {
  const all = [
    stage.salt,
    stage.cwd === "." ? "root" : stage.cwd,
    `GREETING=${stage.env ?? "none"}`,
    ...(stage.param === undefined ? [] : [textOf(project.params.get(stage.param) ?? "")]),
    ...inputsOf(project, stage).flatMap(({ port, path }) => [port, ...shown(read(path), { path, cwd: stage.cwd })]),
  ];
  return new Map(
    stage.outputs.map((output): readonly [string, Content] => {
      const text = `file ${[output.port, ...all].map((line) => `${line}\n`).join("")}`;
      return [outputPath(stage, output), output.folder ? { "part.txt": text } : { "": text }];
    }),
  );
}

/** The paths that a stage reads. */
export function inputsOf(project: Project, stage: StageModel): readonly { readonly port: string; readonly path: string }[] {
  return stage.inputs.map(({ port, from }) => {
    if ("file" in from) return { port, path: from.file };
    const maker = project.stages.find(({ name }) => name === from.stage);
    const output = maker?.outputs.find((one) => one.port === from.port);
    if (maker === undefined || output === undefined) throw new Error(`no ${from.stage}.${from.port}`);
    return { port, path: outputPath(maker, output) };
  });
}

/** What stands at a path of a folder, in the form of the expected; `undefined` where nothing does. */
export function actualContent(folder: string, path: string): Content | undefined {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return { "": fileText(join(folder, path)) };
  return Object.fromEntries(
    readdirSync(join(folder, path), { withFileTypes: true })
      .map((entry): [string, string] => [entry.name, entry.isDirectory() ? "folder" : fileText(join(folder, path, entry.name))])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function fileText(path: string): string {
  return `${(lstatSync(path).mode & 0o111) === 0 ? "file" : "executable"} ${readFileSync(path, "utf8")}`;
}

function sourceContent(project: Project, path: string): Content {
  const file = project.files.get(path);
  if (file === undefined) throw new Error(`no source ${path}`);
  const text = `${file.executable ? "executable" : "file"} ${file.content}`;
  return file.folder ? { "first.txt": text, "second.txt": `file ${file.content}${file.content}` } : { "": text };
}

function shown(content: Content, { path, cwd }: { readonly path: string; readonly cwd: string }): readonly string[] {
  const seen = posix.relative(cwd, path);
  const folder = Object.keys(content).some((name) => name !== "");
  const members = Object.entries(content).flatMap(([name, entry]) => {
    const mark = entry.indexOf(" ");
    const lines = entry.slice(mark + 1).replace(/\n$/, "");
    return [`${entry.slice(0, mark)} ${name === "" ? seen : `${seen}/${name}`}`, ...(lines === "" ? [] : lines.split("\n"))];
  });
  return folder ? [`folder ${seen}`, ...members] : members;
}

/** A YAML scalar's text, in the few forms that edits write. */
const textOf = (scalar: string): string => scalar.replace(/^(["'])(.*)\1$/, "$2");
