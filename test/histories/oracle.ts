import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { mappedFolder, type Project, partsFile, type SourceFile, type Unit, unitsOf } from "../property/model.ts";
import { isList } from "../property/render.ts";

/** What stands at a path: of a file, `""` to `file TEXT` or `executable TEXT`; of a folder, the same by each file's name in it. */
export type Content = Readonly<Record<string, string>>;

/** What every path of the project holds once every stage has run: computed from the model, without the engine and without a shell. */
export function expectedContents(project: Project): ReadonlyMap<string, Content> {
  const contents = new Map(sourcesOf(project).map((path) => [path, sourceContent(project, path)]));
  for (const unit of expectedUnits(project)) {
    for (const [path, content] of expectedOutputs({ project, unit, read: (wanted) => contents.get(wanted) ?? {} }))
      contents.set(path, content);
  }
  return contents;
}

/** Every stage and instance that there is once every stage has run. */
export const expectedUnits = (project: Project): readonly Unit[] => unitsOf(project, () => project.parts);

export const sourcesOf = (project: Project): readonly string[] => [...project.files.keys(), partsFile, mappedFolder];

interface UnitRequest {
  readonly project: Project;
  readonly unit: Unit;
  /** What stands at an input. */
  readonly read: (path: string) => Content;
}

/** What the command that render.ts writes prints, by output path. */
export function expectedOutputs({ project, unit, read }: UnitRequest): ReadonlyMap<string, Content> {
  const { stage, part } = unit;
  const all = [
    stage.salt,
    stage.cwd === "." ? "root" : stage.cwd,
    `GREETING=${stage.env ?? "none"}`,
    ...(stage.param === undefined ? [] : [textOf(project.params.get(stage.param) ?? "")]),
    ...(part === undefined ? [] : [part]),
    ...unit.inputs.flatMap(({ port, paths }) =>
      port === "files" ? [] : [port, ...paths.flatMap((path) => shown(read(path), posix.relative(stage.cwd, path)))],
    ),
  ];
  return new Map(
    unit.outputs.map(({ output, path }): readonly [string, Content] => {
      if (isList(stage, output)) return [path, { "": `file ${linesOf(read(partsFile)[""] ?? "").join("")}` }];
      const lines = [output.port, ...all];
      if (stage.map === true) return [path, mappedResults(read(mappedFolder), lines)];
      const text = `file ${withEnds(lines)}`;
      return [path, output.folder ? { "part.txt": text } : { "": text }];
    }),
  );
}

/** What is made of each file. */
const mappedResults = (files: Content, lines: readonly string[]): Content =>
  Object.fromEntries(
    Object.entries(files).map(([name, entry]) => {
      const executable = entry.startsWith("executable ") ? ["executable"] : [];
      return [`${name}.out`, `file ${withEnds([...lines, name, ...executable])}${linesOf(entry).join("")}`];
    }),
  );

const withEnds = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** As the command prints a text: each line with its end, also the last. */
function linesOf(entry: string): readonly string[] {
  const text = entry.slice(entry.indexOf(" ") + 1).replace(/\n$/, "");
  return text === "" ? [] : text.split("\n").map((line) => `${line}\n`);
}

/** What stands at a path of a folder, in the form of the expected; `undefined` where nothing does. */
export function actualContent(folder: string, path: string): Content | undefined {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return { "": fileText(join(folder, path)) };
  const found: [string, string][] = [];
  const visit = (name: string): void => {
    const members = readdirSync(join(folder, path, name), { withFileTypes: true });
    if (members.length === 0 && name !== "") found.push([name, "empty folder"]);
    for (const member of members) {
      const inner = posix.join(name, member.name);
      if (member.isDirectory()) visit(inner);
      else found.push([inner, fileText(join(folder, path, inner))]);
    }
  };
  visit("");
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The values in a list that stands on disk; none where none does. */
export function actualList(folder: string, path: string): readonly string[] {
  const text = actualContent(folder, path)?.[""];
  try {
    return text === undefined ? [] : JSON.parse(text.slice(text.indexOf(" ")));
  } catch {
    return [];
  }
}

function fileText(path: string): string {
  return `${(lstatSync(path).mode & 0o111) === 0 ? "file" : "executable"} ${readFileSync(path, "utf8")}`;
}

export function sourceContent(project: Project, path: string): Content {
  if (path === partsFile) return { "": `file ${JSON.stringify(project.parts)}\n` };
  if (path === mappedFolder) {
    const files = [...project.mapped].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(files.map(([name, file]) => [name, textWithKind(file)]));
  }
  const file = project.files.get(path);
  if (file === undefined) throw new Error(`no source ${path}`);
  const text = textWithKind(file);
  return file.folder ? { "first.txt": text, "second.txt": `file ${file.content}${file.content}` } : { "": text };
}

const textWithKind = ({ executable, content }: Omit<SourceFile, "folder">): string => `${executable ? "executable" : "file"} ${content}`;

/** As `show` prints it: each folder by the names in it. */
function shown(content: Content, seen: string): readonly string[] {
  const whole = content[""];
  if (whole !== undefined) {
    const lines = linesOf(whole).map((line) => line.slice(0, -1));
    return [`${whole.slice(0, whole.indexOf(" "))} ${seen}`, ...lines];
  }
  const members = new Map<string, Record<string, string>>();
  for (const [name, entry] of Object.entries(content)) {
    const slash = name.indexOf("/");
    const [top, rest] = slash < 0 ? [name, ""] : [name.slice(0, slash), name.slice(slash + 1)];
    members.set(top, { ...members.get(top), [rest]: entry });
  }
  const sorted = [...members].sort(([one], [other]) => (one < other ? -1 : 1));
  return [`folder ${seen}`, ...sorted.flatMap(([name, member]) => shown(member, `${seen}/${name}`))];
}

/** A YAML scalar's text, in the few forms that edits write. */
const textOf = (scalar: string): string => scalar.replace(/^(["'])(.*)\1$/, "$2");
