import { expect, test } from "vitest";
import type { PushReport } from "../../engine/data/push.ts";
import { renderPull, renderPush } from "../../engine/report/share.ts";

const sent: PushReport = {
  remote: "team",
  url: "/share",
  dryRun: false,
  begun: false,
  objects: 1,
  bytes: 12,
  there: 0,
  unsigned: 0,
  missing: [],
};

test("a push counts what it sent, and says what to do about what the store lost", () => {
  expect(renderPush({ ...sent, results: 1 })).toBe("1 object, 12 bytes, sent to team; 0 were there\n1 signed result sent to team\n");
  expect(renderPush({ ...sent, begun: true })).toBe(
    "/share was not there: a new remote, or a share that is not mounted\n1 object, 12 bytes, sent to team; 0 were there\n",
  );
  expect(renderPush({ ...sent, objects: 0, there: 1, missing: ["data/birds"] })).toBe(
    "team: it is there\nnot sent, since neither the store nor team has it: data/birds\n" +
      "what stands in the workspace enters the store by `millrace run`, data by `millrace add`; then push again\n",
  );
});

test("a pull that found nothing anywhere names it", () => {
  const nothing = { brought: [], here: [], written: [], edited: [], unwritten: [] };
  expect(renderPull({ remote: "team", dryRun: false, missing: ["prep.rows"], ...nothing })).toBe(
    "neither in the store nor on team: prep.rows\n",
  );
});
