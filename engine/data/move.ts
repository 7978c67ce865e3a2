import { basename, dirname, join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { retireData } from "../freshness/retire-data.ts";
import { readContent } from "../key/content.ts";
import { findPins } from "../lock/find-pins.ts";
import { pinFileOf, readPin, writePin } from "../lock/pin-file.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import { notPinned } from "./pinned-entries.ts";
import type { ProjectData } from "./project-data.ts";
import { foreignPin, refusal, refusalOfTarget } from "./refusals.ts";

export interface Moved {
  readonly to: ProjectPath;
  /** Lines of pipeline files that still name the old path: `pipeline.yaml:12`. */
  readonly named: readonly string[];
}

/** Gives pinned data another path. The new pin is written before the old goes: a kill in between leaves two that are both right. */
export async function move(
  data: ProjectData,
  { from, to: wanted }: { readonly from: ProjectPath; readonly to: ProjectPath },
): Promise<Result<Moved, Diagnostic>> {
  const { platform, projectRoot, placed } = data;
  const { disk } = platform;
  const pin = readPin(disk, { projectRoot, path: from });
  if (!pin.ok) return pin;
  if (pin.value === undefined) return failure(notPinned(from, findPins(disk, projectRoot).pins));
  const intoFolder = disk.statTarget(join(projectRoot, wanted))?.type === "directory";
  const to = intoFolder ? asProjectPath(join(wanted, basename(from))) : wanted;
  const inTheWay = [to, asProjectPath(pinFileOf(to))].find((path) => disk.stat(join(projectRoot, path)) !== undefined);
  if (inTheWay !== undefined) return failure(refusal(`${inTheWay} is there already`, { hint: "move it away first, or name another path" }));
  if (to.startsWith(`${from}/`)) return failure(refusal(`${to} is in ${from} itself`, {}));
  const refused = await refusalOfTarget(data, to);
  if (refused !== undefined) return failure(refused);
  disk.makeDirectory("pin", dirname(join(projectRoot, to)));
  const there = disk.stat(join(projectRoot, from)) !== undefined;
  writePin(disk, { projectRoot, pin: { ...pin.value, path: to } });
  if (there) disk.rename("pin", join(projectRoot, from), join(projectRoot, to));
  disk.remove("pin", join(projectRoot, pinFileOf(from)));
  placed.move(from, to);
  return success({ to, named: linesThatName(data, from) });
}

function linesThatName({ platform: { disk }, projectRoot }: ProjectData, path: ProjectPath): readonly string[] {
  const files: string[] = [];
  for (let folder = dirname(join(projectRoot, path)); ; folder = dirname(folder)) {
    if (disk.statTarget(folder)?.type === "directory") files.push(...findPipelines(disk, folder));
    if (folder === projectRoot || folder === dirname(folder)) break;
  }
  return files.flatMap((file) => {
    const name = file.slice(projectRoot.length + 1);
    const relative = path.startsWith(`${dirname(name)}/`) ? path.slice(dirname(name).length + 1) : path;
    const lines = disk.read(file).toString("utf8").split("\n");
    return lines.flatMap((line, index) => (line.includes(relative) ? [`${name}:${index + 1}`] : []));
  });
}

export interface Removed {
  readonly path: ProjectPath;
  readonly data: boolean;
}

export interface RemoveRequest {
  readonly path: ProjectPath;
  /** Also what stands in the workspace. */
  readonly withData: boolean;
  /** Also what was edited, and is nowhere else. */
  readonly force: boolean;
}

/** Takes the pin away, and the data if that is wanted and nothing would be lost. */
export async function remove(data: ProjectData, { path, withData, force }: RemoveRequest): Promise<Result<Removed, Diagnostic>> {
  const { platform, projectRoot, placed, store } = data;
  const { disk } = platform;
  const file = join(projectRoot, pinFileOf(path));
  if (foreignPin(disk, { projectRoot, path }) || disk.stat(file) === undefined)
    return failure(notPinned(path, findPins(disk, projectRoot).pins));
  const there = join(projectRoot, path);
  const removesData = withData && disk.stat(there) !== undefined;
  if (removesData && !force) {
    const entry = await readContent(data.reader, { path: there, exclude: data.exclude(path) });
    if (entry !== undefined && !store.has(entry)) {
      return failure(
        refusal(`${path} was edited, and no copy is in the store`, {
          hint: `record it first: \`millrace add ${shellWord(path)}\`; or --force`,
        }),
      );
    }
  }
  disk.remove("pin", file);
  placed.set(path, undefined);
  if (removesData) retireData(data, { old: there, path, replaced: false });
  return success({ path, data: removesData });
}
