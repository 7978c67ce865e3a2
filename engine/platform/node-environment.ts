import { availableParallelism, hostname, totalmem } from "node:os";
import type { Environment } from "./environment.ts";
import { processorLimit } from "./processor-limit.ts";

/** Of this process, at the moment of the call. */
export function nodeEnvironment(): Environment {
  return {
    variables: { ...process.env },
    workingDirectory: process.cwd(),
    processId: process.pid,
    hostName: hostname(),
    processors: processorCount(availableParallelism(), processorLimit()),
    memory: memoryLimit(process.constrainedMemory(), totalmem()),
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    isContinuousIntegration: isSet(process.env.CI) || isSet(process.env.GITHUB_ACTIONS),
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "0" && value !== "false";

/** Bytes. A container without a limit says 0, or more than there is. */
export const memoryLimit = (constrained: number, total: number): number => (constrained > 0 ? Math.min(constrained, total) : total);

/** Of those that the process may run on, as many as it may keep busy. */
export const processorCount = (allowed: number, limit: number | undefined): number =>
  Math.max(1, Math.min(allowed, Math.ceil(limit ?? allowed)));
