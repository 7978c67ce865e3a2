import { basename, relative, sep } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { yamlScalar } from "../spec/yaml-scalar.ts";
import { nameFrom } from "../trace/name-from.ts";
import { editorLine } from "./editor-line.ts";
import { gitFiles } from "./git-lines.ts";
import { ownSchema } from "./own-schema.ts";
import { type OwnColumn, type OwnTable, taskOf, uselessFeatures } from "./own-table.ts";
import { projectConfig } from "./project-config.ts";
import type { Scaffold, ScaffoldFile } from "./scaffold.ts";
import { templateFiles } from "./template-files.ts";
import type { TemplateName } from "./template-name.ts";

export interface TemplateRequest {
  readonly disk: Disk;
  /** Absolute; may not exist yet. */
  readonly folder: string;
  readonly template: TemplateName;
  /** Of the pipeline, and of its model. */
  readonly name: string;
  /** Of the template `tabular`: a table of one's own. */
  readonly own?: OwnData;
}

export interface OwnData {
  /** Absolute. */
  readonly file: string;
  /** The project that the file must be in to be an input; absolute. */
  readonly projectRoot: string;
  /** The text of the schema that was inferred for it. */
  readonly schema: string;
  readonly table: OwnTable;
  readonly target: OwnColumn;
}

/** What of a template's results is neither under `out/` nor to be committed. */
const ignored: Partial<Record<TemplateName, readonly string[]>> = { experiment: ["/reports/"] };

/** A small pipeline that runs at once, with what git and the project need. */
export function scaffoldTemplate(request: TemplateRequest): Scaffold {
  const { disk, folder, template } = request;
  const { files, notes } = template === "tabular" ? tabular(request) : plain(request);
  const git = gitFiles(disk, { folder, ignore: ignored[template] ?? [] });
  const withEditor = files.map((file) => forEditors(disk, { folder, file }));
  return { files: [...pipelineFirst(withEditor), ...git.files, ...projectConfig(disk, folder)], notes: [...notes, ...git.notes] };
}

const plain = ({ disk, template, name }: TemplateRequest): Scaffold => ({
  files: templateFiles(disk, { folder: template, placeholders: { name } }),
  notes: [],
});

function tabular(request: TemplateRequest): Scaffold {
  const { disk, name, own } = request;
  const part = (folder: string, placeholders: Readonly<Record<string, string>>) =>
    templateFiles(disk, { folder: `tabular/${folder}`, placeholders });
  if (own === undefined) {
    const data = "./data/houses.csv";
    const pipeline = part("regression", { name, data, schema: "./houses.table.yaml", target: "price", gate: "r2 >= 0.8" });
    return { files: [...pipeline, ...part("sample", { name }), ...part("all", { name, table: "data/houses.csv" })], notes: [deploys] };
  }
  const { path, copy } = placeOfData(request.folder, own);
  const stem = nameFrom(basename(own.file).replace(/\.[^.]*$/, "")) || "rows";
  const schema = `${stem}.table.yaml`;
  const pipeline = part(taskOf(own.target), {
    name,
    data: yamlScalar(path),
    schema: `./${schema}`,
    target: targetLines(own),
    class: yamlScalar(own.target.name),
    gate: gateOf(own.target),
  });
  return {
    files: [
      ...pipeline,
      { path: schema, content: { text: ownSchema(own.schema, own.target) } },
      ...part("own", { name }),
      ...part("all", { name, table: path.replace(/^\.\//, "").replaceAll(" ", "%20") }),
      ...copy,
    ],
    notes: [...notesOf(own), deploys],
  };
}

/** A table of the project is read where it is; another is copied into the project. */
function placeOfData(folder: string, { file, projectRoot }: OwnData): { readonly path: string; readonly copy: readonly ScaffoldFile[] } {
  const inside = !relative(projectRoot, file).startsWith("..");
  if (!inside) return { path: `./data/${basename(file)}`, copy: [{ path: `data/${basename(file)}`, content: { copyOf: file } }] };
  const path = relative(folder, file).split(sep).join("/");
  return { path: path.startsWith("..") ? path : `./${path}`, copy: [] };
}

/** The target, and below it the columns to leave out. */
function targetLines({ table, target }: OwnData): string {
  const useless = uselessFeatures(table, target.name).map(yamlScalar);
  const exclude = useless.length === 0 ? "" : `\n      features: { exclude: [${useless.join(", ")}] }`;
  return `${yamlScalar(target.name)}${exclude}`;
}

/** Better than a guess without looking: the mean of all rows, or a class drawn by lot. */
const gateOf = ({ classes }: OwnColumn): string =>
  classes === undefined ? "r2 >= 0" : `balanced_accuracy >= ${Math.floor(100 / classes) / 100}`;

/** Who only wants to see what another value does would be surprised by a new version. */
const deploys = "every model that passes the gate is registered, and staging serves it: `millrace exp run` tries values out without that";

function notesOf({ table, target }: OwnData): readonly string[] {
  const useless = uselessFeatures(table, target.name);
  return [
    `predicts ${target.name} (${taskOf(target)}): --target COLUMN predicts another`,
    ...(useless.length === 0 ? [] : [`leaves out ${useless.join(", ")}: texts, dates and ids are no use to a network`]),
    `the gate \`${gateOf(target)}\` asks for no more than a guess would reach: raise it once you know what to expect`,
  ];
}

function forEditors(disk: Disk, { folder, file }: { readonly folder: string; readonly file: ScaffoldFile }): ScaffoldFile {
  if (!("text" in file.content)) return file;
  const schema = file.path === "pipeline.yaml" ? "pipeline" : file.path.endsWith(".table.yaml") ? "table" : undefined;
  if (schema === undefined) return file;
  return { ...file, content: { text: editorLine(disk, { folder, schema }) + file.content.text } };
}

/** It is what a person reads first. */
const pipelineFirst = (files: readonly ScaffoldFile[]): readonly ScaffoldFile[] =>
  [...files].sort((left, right) => Number(right.path === "pipeline.yaml") - Number(left.path === "pipeline.yaml"));
