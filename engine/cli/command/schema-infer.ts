import { resolve } from "node:path";
import { inferSchema } from "../../../stages/shared/table/infer-schema.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { CommandInvocation } from "../option-table.ts";
import { tellingFailure } from "../stage-failure.ts";
import type { schemaInferOptions } from "../table/schema-infer.ts";

export async function run({ platform, arguments: [file = ""] }: CommandInvocation<typeof schemaInferOptions>): Promise<ExitCode> {
  return tellingFailure(platform, async () => {
    platform.console.out(await inferSchema(resolve(platform.environment.workingDirectory, file)));
    return exitCodes.ok;
  });
}
