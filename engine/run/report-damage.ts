import type { Runner } from "./runner.ts";

/** Says which records of the lock do not count, and why. */
export function reportDamage({ session, notify }: Runner): void {
  const { lock, plan } = session.workspace;
  const { lockFile } = plan.pipeline;
  for (const [stage, damage] of lock.damaged) {
    notify(
      {
        code: damage === "seal" ? "lock-damaged" : "lock-conflict",
        severity: "warning",
        message: `${lockFile}: the record of stage ${stage} does not count`,
        why: {
          seal: "its seal is broken: the line was edited",
          conflict: "it stands between conflict markers",
          duplicate: "two different lines name it",
        }[damage],
        hint: "nothing to do: the stage is judged as if it had no record, and the line is written again",
      },
      stage,
    );
  }
}
