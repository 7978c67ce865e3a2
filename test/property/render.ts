import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folders, type Project, type StageModel } from "./model.ts";

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
  writePipeline(folder, project);
}

export function renderPipeline(project: Project): string {
  const params = [...project.params].map(([name, text]) => `  ${name}: ${text}`);
  const comment = "# formatting\n".repeat(project.formatting % 3);
  return `${comment}name: random\nparams:\n${params.join("\n")}\n${comment}stages:\n${project.stages.map(renderStage).join("\n")}\n`;
}

/** Prints all that the command can see of what is declared, and logs its execution outside the project; a file beside that log makes it fail. */
function renderStage(stage: StageModel): string {
  const lines = [
    `echo ${stage.name} >> "$EXECUTIONS"`,
    `[ ! -e "$EXECUTIONS.trouble-${stage.name}" ]`,
    'line() { while IFS= read -r text || [ -n "$text" ]; do printf "%s\\n" "$text"; done < "$1"; }',
    'file() { if [ -x "$1" ]; then echo "executable $1"; else echo "file $1"; fi; line "$1"; }',
    'show() { if [ -d "$1" ]; then echo "folder $1"; for member in "$1"/*; do file "$member"; done; else file "$1"; fi; }',
    'place() { case "$PWD" in */work) echo work;; */shop) echo shop;; *) echo root;; esac; }',
    "all() {",
    `echo ${stage.salt}; place; echo "GREETING=\${GREETING-none}"`,
    ...(stage.param === undefined ? [] : ["printf '%s\\n' ${{ with.value }}"]),
    ...stage.inputs.map(({ port }) => `echo ${port}; show \${{ in.${port} }}`),
    "}",
    ...stage.outputs.map(({ port, folder }) =>
      folder
        ? `mkdir -p \${{ out.${port} }}; { echo ${port}; all; } > \${{ out.${port} }}/part.txt`
        : `{ echo ${port}; all; } > \${{ out.${port} }}`,
    ),
  ];
  const sections = [
    `  ${stage.name}:`,
    "    run: |",
    ...lines.map((line) => `      ${line}`),
    ...(stage.cwd === "." ? [] : [`    cwd: ./${stage.cwd}`]),
    ...(stage.frozen === true ? ["    frozen: true"] : []),
    "    passEnv: [EXECUTIONS]",
    ...(stage.env === undefined ? [] : ["    env:", `      GREETING: ${stage.env}`]),
    ...(stage.param === undefined ? [] : ["    with:", `      value: \${{ params.${stage.param} }}`]),
    ...(stage.inputs.length === 0 ? [] : ["    in:"]),
    ...stage.inputs.map(({ port, from }) => `      ${port}: ${"file" in from ? `./${from.file}` : `${from.stage}.${from.port}`}`),
    "    out:",
    ...stage.outputs.map((output) => {
      const path = output.path ?? `out/${stage.name}/${output.port}`;
      return `      ${output.port}: ./${path}${output.folder ? "/" : ""}`;
    }),
  ];
  return sections.join("\n");
}
