import { join, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeIn } from "../diagnostics/place.ts";
import { emptyMap, mergeMaps, type SourceMap } from "./merge.ts";
import type { SourceValue } from "./pipeline.ts";
import { readSetting } from "./setting.ts";
import type { SourceFiles } from "./source-files.ts";
import { foundInWords } from "./value-words.ts";

export interface ParamsRequest {
  readonly files: SourceFiles;
  /** `params` of the pipeline file: a map, the path of a file, or nothing. */
  readonly own: SourceValue | undefined;
  /** Absolute: the pipeline file's. */
  readonly folder: string;
  readonly workingDirectory: string;
  /** Of `--params`, relative to the working directory. */
  readonly paramFiles: readonly string[];
  /** Of `--set`. */
  readonly settings: readonly string[];
}

/** The params after everything that overrides them: files in their order, then settings in theirs. */
export async function readParams(
  request: ParamsRequest,
): Promise<{ readonly params: SourceMap; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  let params = await ownParams(request, diagnostics);
  for (const file of request.paramFiles) {
    const layer = await readParamFile({ ...request, path: resolve(request.workingDirectory, file), diagnostics });
    if (layer === undefined)
      diagnostics.push(
        missingFile(`the params file \`${file}\` does not exist`, { hint: "`--params` takes a path from the working directory" }),
      );
    else params = mergeMaps(params, layer);
  }
  for (const text of request.settings) {
    const source = { name: "--set", text };
    const reading = await readSetting({ source, index: request.files.add(source), params });
    if ("diagnostics" in reading) diagnostics.push(...reading.diagnostics);
    else params = mergeMaps(params, reading.change);
  }
  return { params, diagnostics };
}

async function ownParams(request: ParamsRequest, diagnostics: Diagnostic[]): Promise<SourceMap> {
  const { own, files, folder } = request;
  if (own === undefined) return emptyMap;
  if (own.kind === "map") return own;
  if (own.kind !== "scalar") return emptyMap;
  const layer = await readParamFile({ ...request, path: join(folder, own.text), diagnostics });
  if (layer !== undefined) return layer;
  const place = placeIn(files.sources, own.at);
  diagnostics.push(
    missingFile(`the params file \`${own.text}\` does not exist`, {
      ...(place !== undefined && { place }),
      why: "`params` is a map, or the path of a YAML file from this file's folder",
    }),
  );
  return emptyMap;
}

const missingFile = (message: string, more: Partial<Diagnostic>): Diagnostic => ({
  code: "missing-file",
  severity: "error",
  message,
  ...more,
});

interface ParamFileRequest extends ParamsRequest {
  readonly path: string;
  readonly diagnostics: Diagnostic[];
}

/** `undefined` where the file is missing. */
async function readParamFile({ files, path, workingDirectory, diagnostics }: ParamFileRequest): Promise<SourceMap | undefined> {
  const name = relative(workingDirectory, path);
  const file = await files.read({ path, name, role: "params" });
  if (file === undefined) return undefined;
  diagnostics.push(...file.diagnostics);
  const { value } = file;
  if (value?.kind === "map") {
    if (file.diagnostics.length === 0) file.remember();
    return value;
  }
  const isEmpty = value === undefined || (value.kind === "scalar" && value.tag === "null");
  if (isEmpty || file.diagnostics.length > 0) return emptyMap;
  const place = placeIn(files.sources, value.at);
  diagnostics.push({
    code: "wrong-type",
    severity: "error",
    message: `a params file must be a map, not ${foundInWords(value)}`,
    ...(place !== undefined && { place }),
  });
  return emptyMap;
}
