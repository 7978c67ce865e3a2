import { showReference } from "../../../stages/shared/registry/model-version.ts";
import { rollBack } from "../../../stages/shared/registry/rollback.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import type { CommandInvocation } from "../option-table.ts";
import { tellingFailure } from "../stage-failure.ts";
import type { deployOptions } from "../table/deploy.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, options }: CommandInvocation<typeof deployOptions>): Promise<ExitCode> {
  const { rollback: environment } = options;
  if (environment === undefined) {
    const message = "deploy needs --rollback ENVIRONMENT";
    const hint = "to deploy a version, run a pipeline with a stage that uses deploy: `millrace run deploy`";
    tell(platform, [usageError("option-value", { message, hint })]);
    return exitCodes.usage;
  }
  return tellingFailure(platform, async () => {
    const projectRoot = findProjectRoot(platform.disk, platform.environment.workingDirectory);
    const { before, after } = rollBack({ projectRoot, environment });
    platform.console.error(`${environment} serves ${showReference(after)} again, no longer ${showReference(before)}\n`);
    return exitCodes.ok;
  });
}
