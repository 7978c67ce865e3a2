import { randomBytes } from "node:crypto";

/**
 * Tells this process's temporary names from those of any other. A process number does not: in each container it may be the same, and
 * that of a process that was killed comes back.
 */
export const writerToken = randomBytes(5).toString("hex");
