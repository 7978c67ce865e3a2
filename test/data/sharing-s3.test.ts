import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { millraceWith } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { s3rverKeys, startRealServer } from "../store/remote/real-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const variables = {
  ...s3rverKeys,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nowhere",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
  MILLRACE_SIGNING_KEY: "the-key-of-our-own-team",
};

test("push, pull and run --pull share results by S3, through cuts; what lies costs a run and a warning", async () => {
  const { proxy } = await startRealServer();
  const root = temporaryFolder({ within: quickFolder });
  const project = join(root, "one");
  mkdirSync(join(project, "grain"), { recursive: true });
  for (const name of ["rye", "oats", "wheat", "spelt"]) writeFileSync(join(project, "grain", name), `${name}\n`);
  writeFileSync(
    join(project, "millrace.config.yaml"),
    `remotes: { team: { url: "s3://bucket/shared", endpoint: "${proxy.url}", region: us-east-1 } }\n`,
  );
  writeFileSync(
    join(project, "pipeline.yaml"),
    "stages:\n  grind: { run: cp -r $PWD/grain out/flour, in: { grain: ./grain }, out: { flour: ./out/flour/ }, undeclared: allow }\n",
  );
  let clones = 0;
  const clone = (lock: boolean): string => {
    const folder = join(root, `clone-${clones++}`);
    cpSync(project, folder, {
      recursive: true,
      filter: (path) => !/\.millrace$|\/out$/.test(path) && (lock || !path.endsWith(".lock.json")),
    });
    return folder;
  };
  const outcomes = async (folder: string): Promise<string> => {
    const run = await millraceWith(variables, folder, "run", "--pull", "--json");
    expect(run.code).toBe(0);
    return /"outcome":"(\w+)"/.exec(run.stdout)?.[1] ?? run.stdout;
  };
  await millraceWith(variables, project, "run");
  // Each first answer is cut.
  proxy.fault = ({ again, method }) => (again === 0 && method !== "HEAD" ? { cut: 1 } : undefined);
  const push = await millraceWith({ ...variables, MILLRACE_TRUST: "write" }, project, "push", "--json");
  expect(JSON.parse(push.stdout)).toMatchObject({ results: 1, missing: [] });
  proxy.asked.length = 0;
  expect(JSON.parse((await millraceWith(variables, clone(true), "pull", "--json")).stdout)).toMatchObject({ written: ["out/flour"] });
  expect(await outcomes(clone(false))).toBe("restored");
  const packs = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 1));
  proxy.fault = ({ name }) => (name.endsWith(".pack") ? { body: packs } : undefined);
  expect(await outcomes(clone(false))).toBe("ran");
});
