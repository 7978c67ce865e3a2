import type { CommandSpec } from "./option-table.ts";
import { addCommand } from "./table/add.ts";
import { checkoutCommand } from "./table/checkout.ts";
import { cleanCommand } from "./table/clean.ts";
import { completionCommand } from "./table/completion.ts";
import { deployCommand } from "./table/deploy.ts";
import { doctorCommand } from "./table/doctor.ts";
import { duCommand } from "./table/du.ts";
import { expApplyCommand } from "./table/exp-apply.ts";
import { expRemoveCommand } from "./table/exp-remove.ts";
import { expRunCommand } from "./table/exp-run.ts";
import { expShowCommand } from "./table/exp-show.ts";
import { gcCommand } from "./table/gc.ts";
import { getCommand } from "./table/get.ts";
import { graphCommand } from "./table/graph.ts";
import { initCommand } from "./table/init.ts";
import { logCommand } from "./table/log.ts";
import { lsCommand } from "./table/ls.ts";
import { metricsCommand } from "./table/metrics.ts";
import { metricsDiffCommand } from "./table/metrics-diff.ts";
import { moveCommand } from "./table/move.ts";
import { paramsDiffCommand } from "./table/params-diff.ts";
import { plotsCommand } from "./table/plots.ts";
import { plotsDiffCommand } from "./table/plots-diff.ts";
import { pullCommand } from "./table/pull.ts";
import { pushCommand } from "./table/push.ts";
import { remoteCheckCommand } from "./table/remote-check.ts";
import { remoteListCommand } from "./table/remote-list.ts";
import { removeCommand } from "./table/remove.ts";
import { reportCommand } from "./table/report.ts";
import { runCommand } from "./table/run.ts";
import { runsCommand } from "./table/runs.ts";
import { runsCompareCommand } from "./table/runs-compare.ts";
import { runsShowCommand } from "./table/runs-show.ts";
import { schemaInferCommand } from "./table/schema-infer.ts";
import { serveCommand } from "./table/serve.ts";
import { statusCommand } from "./table/status.ts";
import { updateCommand } from "./table/update.ts";
import { verifyCommand } from "./table/verify.ts";
import { watchCommand } from "./table/watch.ts";
import { whyCommand } from "./table/why.ts";

/** Every command, in the order of the help. Nothing of a command but its entry is loaded before it is used. */
export const commands: readonly CommandSpec[] = [
  initCommand,
  runCommand,
  watchCommand,
  expRunCommand,
  expShowCommand,
  expApplyCommand,
  expRemoveCommand,
  statusCommand,
  whyCommand,
  graphCommand,
  logCommand,
  reportCommand,
  runsCommand,
  runsShowCommand,
  runsCompareCommand,
  metricsCommand,
  metricsDiffCommand,
  paramsDiffCommand,
  plotsCommand,
  plotsDiffCommand,
  addCommand,
  checkoutCommand,
  lsCommand,
  updateCommand,
  getCommand,
  moveCommand,
  removeCommand,
  schemaInferCommand,
  doctorCommand,
  pushCommand,
  pullCommand,
  remoteListCommand,
  remoteCheckCommand,
  serveCommand,
  deployCommand,
  duCommand,
  gcCommand,
  verifyCommand,
  cleanCommand,
  completionCommand,
];
