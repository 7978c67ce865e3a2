import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { Watching } from "./watching.ts";
import { pressAndAge, Winery } from "./winery.ts";

/** Programs under a limit of the system's own, set in a user namespace: where this machine allows none, nothing can be said. */
const limited = (limit: string, value: number): readonly string[] => [
  "unshare",
  "-Ur",
  "sh",
  "-c",
  `echo ${value} > /proc/sys/user/${limit}; exec "$@"`,
  "sh",
];

function isAllowed(): boolean {
  try {
    const [command = "", ...rest] = limited("max_inotify_watches", 1);
    execFileSync(command, [...rest, "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!isAllowed()).each([
  ["max_inotify_watches", "fs.inotify.max_user_watches"],
  ["max_inotify_instances", "fs.inotify.max_user_instances"],
])("at %s it says what to do, and looks by itself", async (limit, named) => {
  const winery = new Winery({ "pipeline.yaml": pressAndAge.replace("./grapes.txt", "./a/b/grapes.txt"), "a/b/grapes.txt": "merlot\n" });
  const watching = new Watching(winery.folder, { before: limited(limit, limit === "max_inotify_watches" ? 1 : 0) });
  const notice = await watching.until("notice");
  expect(notice.diagnostic.code).toBe("watch-limit");
  expect(`${notice.diagnostic.why} ${notice.diagnostic.hint}`).toContain(named);
  expect(await watching.round()).toEqual(["press ran", "age ran", "watching 2 0"]);
  winery.write("a/b/grapes.txt", "syrah\n");
  expect(await watching.round()).toEqual(["changed a/b/grapes.txt", "press ran", "age ran", "watching 2 0"]);
  winery.replace("a/b/grapes.txt", "malbec\n");
  expect(await watching.round()).toEqual(["changed a/b/grapes.txt", "press ran", "age ran", "watching 2 0"]);
});

test("--poll looks by itself, also for what comes to be", async () => {
  const winery = new Winery({ "pipeline.yaml": pressAndAge });
  const watching = new Watching(winery.folder, { words: ["--poll"] });
  expect(await watching.round()).toEqual(["notice missing-file", "watching 1 0"]);
  winery.write("grapes.txt", "merlot\n");
  expect(await watching.round()).toEqual(["changed grapes.txt", "press ran", "age ran", "watching 2 0"]);
  winery.remove("grapes.txt");
  expect(await watching.round()).toEqual(["changed grapes.txt", "notice missing-file", "watching 1 0"]);
});
