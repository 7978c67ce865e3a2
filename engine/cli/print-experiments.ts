import type { Experiment } from "../history/experiment/experiment.ts";
import type { ExperimentFiles } from "../history/experiment/experiment-files.ts";
import { workspaceOverview } from "../history/experiment/workspace-overview.ts";
import type { Platform } from "../platform/platform.ts";
import { type ExperimentRow, experimentsDocument, experimentTable, rowOf } from "../report/experiments/table.ts";
import { painter } from "../report/painter.ts";
import { preparePlan } from "./prepare-plan.ts";
import { printTable } from "./print-table.ts";

export interface ExperimentsRequest {
  readonly files: ExperimentFiles;
  /** `[PIPELINE]`. */
  readonly words: readonly string[];
  readonly experiments: readonly Experiment[];
  readonly sort?: string;
  readonly params: readonly string[];
  readonly metrics: readonly string[];
  readonly md: boolean;
  readonly json?: boolean;
}

/** The workspace's own line, where its pipeline can be read, then the experiments. */
export async function printExperiments(platform: Platform, request: ExperimentsRequest): Promise<void> {
  const { files, experiments, sort, md, params, metrics } = request;
  const workspace = await workspaceRow(platform, request.words);
  const rows = [...workspace, ...experiments.map((experiment) => ({ ...rowOf(experiment, files.statusOf(experiment)), experiment }))];
  if (request.json === true) {
    platform.console.out(experimentsDocument(rows));
    return;
  }
  const paint = painter(platform.console.terminal.colour);
  const { columns, best } = experimentTable(rows, { paint, params, metrics, ...(sort !== undefined && { sort }) });
  printTable(platform, { columns, md });
  if (best !== undefined) platform.console.error(`* best ${best}\n`);
}

async function workspaceRow(platform: Platform, words: readonly string[]): Promise<readonly ExperimentRow[]> {
  const prepared = await preparePlan({ platform, arguments: words, set: [], params: [], only: false });
  if (!prepared.ok) return [];
  return [{ name: "workspace", isWorkspace: true, ...(await workspaceOverview(platform, prepared.value.plan)) }];
}
