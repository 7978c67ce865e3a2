import { availableParallelism, hostname, totalmem } from "node:os";
import type { Environment } from "./environment.ts";

/** Of this process, at the moment of the call. */
export function nodeEnvironment(): Environment {
  return {
    variables: { ...process.env },
    workingDirectory: process.cwd(),
    processId: process.pid,
    hostName: hostname(),
    processors: availableParallelism(),
    memory: memoryLimit(),
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    isContinuousIntegration: isSet(process.env.CI) || isSet(process.env.GITHUB_ACTIONS),
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "0" && value !== "false";

/** A container without a limit says 0, or more than there is. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
