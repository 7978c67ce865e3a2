import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderLock } from "../../engine/lock/lock-file.ts";
import { asDigest, asStageId } from "../../engine/platform/identity.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { needsOf } from "../../engine/upkeep/needs.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const digest = (letter: string) => asDigest(letter.repeat(64));
const lineOf = (stage: string, letter: string): string => {
  const record = { key: digest("0"), in: {}, out: { model: digest(letter) }, metrics: {} };
  return `${renderLock(new Map([[asStageId(stage), record]])).split("\n")[1]},\n`;
};

test("of a lock that a merge has left in conflict, what either side names is needed", () => {
  const project = temporaryFolder();
  const conflict = `<<<<<<< ours\n${lineOf("train", "a")}=======\n${lineOf("train", "b")}>>>>>>> theirs\n`;
  writeFileSync(join(project, "pipeline.lock.json"), `{"millrace":1,"stages":{\n${lineOf("split", "c")}${conflict}}}\n`);
  const held = needsOf({ disk: nodeDisk, project, runs: 0 }).flatMap(({ holds }) =>
    holds.map((one) => (typeof one === "string" ? one : one.digest)),
  );
  expect(held).toEqual(expect.arrayContaining([digest("a"), digest("b"), digest("c")]));
});
