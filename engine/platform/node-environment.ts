import { availableParallelism, hostname } from "node:os";
import type { Environment } from "./environment.ts";

/** Of this process, at the moment of the call. */
export function nodeEnvironment(): Environment {
  return {
    variables: { ...process.env },
    workingDirectory: process.cwd(),
    processId: process.pid,
    hostName: hostname(),
    processors: availableParallelism(),
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    isContinuousIntegration: isSet(process.env.CI) || isSet(process.env.GITHUB_ACTIONS),
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "0" && value !== "false";
