// How each tool is told to send `copy/`, a stage's output, and to fetch it again.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const millraceFile = fileURLToPath(new URL("../dist/millrace.js", import.meta.url));
const node = (...words) => ["node", millraceFile, ...words];
const gone = (...paths) => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
};

/** The key is s3rver's own. */
const environment = {
  MILLRACE_TRUST: "write",
  MILLRACE_SIGNING_KEY: "the-key-of-a-bench",
  AWS_ACCESS_KEY_ID: "S3RVER",
  AWS_SECRET_ACCESS_KEY: "S3RVER",
};

const steps = ({ folder, push, pull, forget }) => [
  { what: "push", argv: push },
  { what: "push, nothing new,", argv: push },
  { what: "pull", before: forget, argv: pull, check: () => assert.ok(existsSync(join(folder, "copy/000/00000.txt"))) },
];

export const millraceSender = (url, endpoint) => ({
  name: "Millrace",
  version: node("--version"),
  environment,
  prepare(folder) {
    const place = endpoint === undefined ? "" : `, endpoint: "${endpoint}", region: us-east-1`;
    writeFileSync(join(folder, "millrace.config.yaml"), `remotes: { team: { url: "${url}"${place} } }\n`);
    writeFileSync(
      join(folder, "pipeline.yaml"),
      "name: large\nstages:\n  copy:\n    run: cp -r ${{ in.data }} ${{ out.copy }}\n    in: { data: ./data }\n    out: { copy: ./copy }\n",
    );
    must(node("run"), folder);
  },
  steps: (folder) =>
    steps({ folder, push: node("push"), pull: node("pull"), forget: () => gone(join(folder, ".millrace"), join(folder, "copy")) }),
});

export const dvcSender = (program) => ({
  name: "DVC",
  version: [program, "--version"],
  environment: { DVC_NO_ANALYTICS: "true" },
  prepare(folder) {
    writeFileSync(join(folder, "dvc.yaml"), "stages:\n  copy:\n    cmd: cp -r data copy\n    deps: [data]\n    outs: [copy]\n");
    must([program, "init", "--no-scm", "--quiet"], folder);
    must([program, "config", "core.site_cache_dir", join(folder, ".site")], folder);
    must([program, "config", "core.check_update", "false"], folder);
    must([program, "remote", "add", "--default", "team", "../remote"], folder);
    must([program, "repro"], folder);
  },
  steps: (folder) =>
    steps({
      folder,
      push: [program, "push"],
      pull: [program, "pull"],
      forget: () => gone(join(folder, ".dvc/cache"), join(folder, ".dvc/tmp"), join(folder, ".site"), join(folder, "copy")),
    }),
});

function must([program, ...words], cwd) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${[program, ...words].join(" ")}: ${stdout}${stderr}`);
}
