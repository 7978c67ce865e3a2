import { join } from "node:path";
import { startServer } from "../../../stages/shared/serving/start-server.ts";
import { storeFolder } from "../../config/store-folder.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { materialize } from "../../run/host/materialize.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import { tellingFailure } from "../stage-failure.ts";
import type { serveOptions } from "../table/serve.ts";

export async function run({ platform, options, arguments: [environment = ""] }: CommandInvocation<typeof serveOptions>): Promise<ExitCode> {
  const projectRoot = findProjectRoot(platform.disk, platform.environment.workingDirectory);
  const state = join(projectRoot, ".millrace");
  const store = await storeFolder(platform, projectRoot);
  const onLog = (line: string): void => platform.console.error(`${line}\n`);
  const interruption = listenForInterruption((signal) => onLog(`${signal}: answering what has been asked, then ending`));
  return tellingFailure(platform, async () => {
    const server = await startServer({
      projectRoot,
      environment,
      host: options.host ?? "127.0.0.1",
      port: options.port ?? 8080,
      signal: interruption.signal,
      onLog,
      materialize: (digest, path) => materialize({ storeFolder: store, statCacheFile: join(state, "state", "stats.bin"), digest, path }),
    });
    await server.ended;
    return interruption.signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  }).finally(() => interruption.release());
}
