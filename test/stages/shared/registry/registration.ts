import { asDigest, type Digest } from "../../../../engine/platform/identity.ts";
import type { Registration } from "../../../../stages/shared/registry/record-version.ts";

/** A digest that a test can tell from others: one letter, 64 times. */
export const digestOfLetter = (letter: string): Digest => asDigest(letter.repeat(64));

/** A model of the wine project, registered by default as the next minor version. */
export function wineRegistration(projectRoot: string, changed: Partial<Registration> = {}): Registration {
  return {
    projectRoot,
    name: "wine",
    wanted: "next-minor",
    digest: digestOfLetter("a"),
    metrics: { accuracy: { value: 0.97, low: 0.86, high: 0.995 }, logLoss: 0.08 },
    metricsDigest: digestOfLetter("b"),
    lineage: {
      pipeline: "pipelines/wine/pipeline.yaml",
      stage: "register",
      key: digestOfLetter("c"),
      ancestors: { train: { key: digestOfLetter("d"), in: { train: digestOfLetter("e") }, out: { model: `${digestOfLetter("a")}/` } } },
      files: { "pipelines/wine/data/wine.csv": digestOfLetter("f") },
      commit: { id: "0123456789abcdef0123456789abcdef01234567", dirty: false },
    },
    ...changed,
  };
}
