import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { completionText } from "../../../engine/cli/completion/candidate.ts";
import { complete } from "../../../engine/cli/completion/complete.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const pipeline = `params: { seed: 7, training: { epochs: 60 } }
stages:
  clean:
    run: sort houses.csv > \${{ out.rows }}
    description: Sorts the houses.
    in: { houses: ./houses.csv }
    out: { rows: ./rows.csv }
  train:
    run: wc -l \${{ in.rows }} > \${{ out.model }}
    in: { rows: clean.rows }
    out: { model: ./model.txt }
`;

function project(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "pipeline.yaml"), pipeline);
  writeFileSync(join(folder, "rent.pipeline.yaml"), pipeline);
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  mkdirSync(join(folder, ".git/refs/heads/topic"), { recursive: true });
  writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
  writeFileSync(join(folder, ".git/refs/heads/topic/prices"), "");
  writeFileSync(join(folder, ".git/packed-refs"), "# pack-refs\n0123abcd refs/heads/main\n4567cdef refs/tags/v1\n");
  mkdirSync(join(folder, "registry/environments"), { recursive: true });
  writeFileSync(join(folder, "registry/environments/staging.json"), "{}");
  return folder;
}

/** What a shell is told after these words; `|` ends each, so that the last may be empty. */
async function told(line: string): Promise<string> {
  const platform = nodePlatform();
  const environment = { ...platform.environment, workingDirectory: project() };
  return completionText(await complete({ ...platform, environment }, line.split("|")));
}

describe("what may follow", () => {
  test.each([
    ["sta", "status\tSay which stages are fresh, and why the others are not\n"],
    ["schema|", "infer\tWrite a first table schema for a CSV, Parquet or Arrow file, on stdout\n"],
    ["run|", "rent.pipeline.yaml\ta pipeline\nclean\tSorts the houses.\ntrain\ta stage\n"],
    ["run|tr", "train\ta stage\n:folders\n"],
    ["run|clean|", "clean\tSorts the houses.\ntrain\ta stage\n"],
    ["run|./rent.pipeline.yaml|tr", "train\ta stage\n"],
    ["run|--set|", "seed=\tnow 7\ntraining.epochs=\tnow 60\n"],
    ["run|--set|tr", "training.epochs=\tnow 60\n"],
    ["run|--set=se", "--set=seed=\tnow 7\n"],
    ["run|--params|", ":files\n"],
    ["run|-C|", ":folders\n"],
    ["run|--jobs|", ""],
    ["run|--ke", "--keep-going\tafter a failure, go on with what does not depend on it\n"],
    ["run|--force|--fo", ""],
    ["--no-c", "--no-color\tcolour, or none; by default where stderr is a terminal and NO_COLOR is not set\n"],
    ["serve|", "staging\tan environment\n"],
    ["deploy|--rollback|st", "staging\tan environment\n"],
    ["completion|", "bash\t\nzsh\t\nfish\t\n"],
    ["teleport|", ""],
  ])("%s", async (line, expected) => {
    expect(await told(line)).toBe(expected);
  });

  test("at first: every command, those of two words by their first", async () => {
    const words = (await told("")).split("\n").map((row) => row.split("\t")[0]);
    expect(words).toContain("schema");
    expect(words).not.toContain("infer");
    expect(new Set(words).size).toBe(words.length);
  });
});
