import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folders, type MappedFile, mappedFolder, type OutputModel, outputPath, type Project, partsFile, type StageModel } from "./model.ts";

/** Writes a source to disk. */
export function writeSource({
  folder,
  project,
  path,
}: {
  readonly folder: string;
  readonly project: Project;
  readonly path: string;
}): void {
  const file = project.files.get(path);
  if (file === undefined) throw new Error(`no source ${path}`);
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  if (file.folder) {
    mkdirSync(target);
    writeFileSync(join(target, "first.txt"), file.content);
    writeFileSync(join(target, "second.txt"), `${file.content}${file.content}`);
    chmodSync(join(target, "first.txt"), file.executable ? 0o755 : 0o644);
    return;
  }
  writeFileSync(target, file.content);
  chmodSync(target, file.executable ? 0o755 : 0o644);
}

/** A source that every project has. */
export function writeParts(folder: string, { parts }: Project): void {
  writeFileSync(join(folder, partsFile), `${JSON.stringify(parts)}\n`);
}

export function writeMapped(folder: string, { mapped }: Project): void {
  mkdirSync(join(folder, mappedFolder), { recursive: true });
  for (const name of mapped.keys()) writeMappedFile({ folder, name, file: mapped.get(name) });
}

export function writeMappedFile({
  folder,
  name,
  file,
}: {
  readonly folder: string;
  readonly name: string;
  readonly file: MappedFile | undefined;
}): void {
  const target = join(folder, mappedFolder, name);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, file?.content ?? "");
  chmodSync(target, file?.executable === true ? 0o755 : 0o644);
}

export function writePipeline(folder: string, project: Project): void {
  writeFileSync(join(folder, "pipeline.yaml"), renderPipeline(project));
}

export function writeProject(folder: string, project: Project): void {
  for (const place of folders) {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, "keep.txt"), "");
  }
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  for (const path of project.files.keys()) writeSource({ folder, project, path });
  writeParts(folder, project);
  writeMapped(folder, project);
  writePipeline(folder, project);
}

export function renderPipeline(project: Project): string {
  const params = [...project.params].map(([name, text]) => `  ${name}: ${text}`);
  const comment = "# formatting\n".repeat(project.formatting % 3);
  return `${comment}name: random\nparams:\n${params.join("\n")}\n${comment}stages:\n${project.stages.map(renderStage).join("\n")}\n`;
}

/** Prints all that the command can see of what is declared, and logs its execution outside the project; a file beside that log makes it fail. */
function renderStage(stage: StageModel): string {
  const id = stage.over === undefined ? stage.name : `${stage.name}@\${{ matrix.part }}`;
  const lines = [
    ...(stage.map === true ? [] : [`echo ${id} >> "$EXECUTIONS"`, `[ ! -e "$EXECUTIONS.trouble-${stage.name}" ]`]),
    'line() { while IFS= read -r text || [ -n "$text" ]; do printf "%s\\n" "$text"; done < "$1"; }',
    'file() { if [ -x "$1" ]; then echo "executable $1"; else echo "file $1"; fi; line "$1"; }',
    'show() { if [ -d "$1" ]; then echo "folder $1"; for member in "$1"/*; do [ ! -e "$member" ] || show "$member"; done; else file "$1"; fi; }',
    'place() { case "$PWD" in */work) echo work;; */shop) echo shop;; *) echo root;; esac; }',
    "all() {",
    `echo ${stage.salt}; place; echo "GREETING=\${GREETING-none}"`,
    ...(stage.param === undefined ? [] : ["printf '%s\\n' ${{ with.value }}"]),
    ...(stage.over === undefined ? [] : ["echo ${{ matrix.part }}"]),
    ...stage.inputs.map(({ port }) => `echo ${port}; for item in \${{ in.${port} }}; do show "$item"; done`),
    ...(stage.list === true ? ["echo list; show ${{ in.list }}"] : []),
    "}",
    ...(stage.map === true ? renderMap(stage) : stage.outputs.map((output) => renderOutput(stage, output))),
  ];
  const inputs = stage.inputs.map(({ port, from }) => `${port}: ${"file" in from ? `./${from.file}` : `${from.stage}.${from.port}`}`);
  if (stage.list === true) inputs.push(`list: ./${partsFile}`);
  if (stage.map === true) inputs.push(`files: ./${mappedFolder}`);
  const sections = [
    `  ${stage.name}:`,
    ...(stage.over === undefined ? [] : [`    matrix: { part: ${stage.over.stage}.${stage.over.port} }`]),
    ...(stage.map === true ? ["    map: in.files", "    batch: 2"] : []),
    "    run: |",
    ...lines.map((line) => `      ${line}`),
    ...(stage.cwd === "." ? [] : [`    cwd: ./${stage.cwd}`]),
    ...(stage.frozen === true ? ["    frozen: true"] : []),
    "    passEnv: [EXECUTIONS]",
    ...(stage.env === undefined ? [] : ["    env:", `      GREETING: ${stage.env}`]),
    ...(stage.param === undefined ? [] : ["    with:", `      value: \${{ params.${stage.param} }}`]),
    ...(inputs.length === 0 ? [] : ["    in:"]),
    ...inputs.map((input) => `      ${input}`),
    "    out:",
    ...stage.outputs.map((output) => {
      const path = `./${outputPath(stage, output, "${{ matrix.part }}")}${output.folder ? "/" : ""}`;
      if (isList(stage, output)) return `      ${output.port}: { path: ${path}, type: list }`;
      return `      ${output.port}: ${stage.over === undefined || output.folder || output.path !== undefined ? JSON.stringify(path) : ""}`;
    }),
  ];
  return sections.join("\n");
}

export const isList = (stage: StageModel, { port }: OutputModel): boolean => stage.list === true && port === "made";

function renderOutput(stage: StageModel, output: OutputModel): string {
  const { port, folder } = output;
  if (isList(stage, output)) return `line \${{ in.list }} > \${{ out.${port} }}`;
  return folder
    ? `mkdir -p \${{ out.${port} }}; { echo ${port}; all; } > \${{ out.${port} }}/part.txt`
    : `{ echo ${port}; all; } > \${{ out.${port} }}`;
}

/** A result beside each file's place, with nothing in it that tells of the batch. */
function renderMap(stage: StageModel): readonly string[] {
  return [
    "each() {",
    `name="\${1#"$root"/}"`,
    `echo "${stage.name}:$name" >> "$EXECUTIONS"`,
    `[ ! -e "$EXECUTIONS.trouble-${stage.name}" ]`,
    ...stage.outputs.map(({ port }) => {
      const target = `\${{ out.${port} }}/"$name".out`;
      return `mkdir -p "$(dirname ${target})"; { echo ${port}; all; echo "$name"; if [ -x "$1" ]; then echo executable; fi; line "$1"; } > ${target}`;
    }),
    "}",
    'walk() { for member in "$1"/*; do if [ -d "$member" ]; then walk "$member"; elif [ -e "$member" ]; then each "$member"; fi; done; }',
    "root=${{ in.files }}",
    'walk "$root"',
  ];
}
