export const exitCodes = {
  ok: 0,
  stageFailed: 1,
  usage: 2,
  gateFailed: 3,
  stale: 4,
  environment: 5,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of several, the first of these that is there. */
const precedence: readonly ExitCode[] = [143, 130, 5, 2, 1, 3, 4, 0];

export function mostSevere(codes: Iterable<ExitCode>): ExitCode {
  const seen = new Set(codes);
  return precedence.find((code) => seen.has(code)) ?? exitCodes.ok;
}
