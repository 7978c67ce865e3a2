import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { gitCommit } from "../../engine/run/git-commit.ts";
import { Workplace } from "./support/workplace.ts";

function workplace(variables: Record<string, string> = {}): Workplace {
  const place = new Workplace({ variables });
  onTestFinished(() => place.close());
  return place;
}

const silent = new AbortController().signal;

test("is the commit that is checked out, and says whether tracked files differ from it", async () => {
  const { executor, root } = workplace();
  expect(await gitCommit(executor, silent)).toBeUndefined();
  const git = (...words: readonly string[]): string =>
    execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  git("init", "--quiet");
  writeFileSync(join(root, "card.md"), "# Wine\n");
  git("add", "card.md");
  git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", "Add the card");
  const id = git("rev-parse", "HEAD").trim();
  expect(await gitCommit(executor, silent)).toEqual({ id, dirty: false });
  writeFileSync(join(root, "notes.txt"), "untracked\n");
  expect(await gitCommit(executor, silent)).toEqual({ id, dirty: false });
  writeFileSync(join(root, "card.md"), "# Wines\n");
  expect(await gitCommit(executor, silent)).toEqual({ id, dirty: true });
});

test("a git that hangs does not outlive an interruption", async () => {
  const bin = workplace().root;
  writeFileSync(join(bin, "git"), `#!/bin/sh\necho asked > "${bin}/asked"\nexec /bin/sleep 600\n`);
  chmodSync(join(bin, "git"), 0o755);
  const interrupt = new AbortController();
  const asked = gitCommit(workplace({ PATH: bin }).executor, interrupt.signal);
  await expect.poll(() => existsSync(join(bin, "asked")), { timeout: 20_000 }).toBe(true);
  interrupt.abort("SIGINT");
  expect(await asked).toBeUndefined();
});
