import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { templateNames } from "../../engine/init/template-name.ts";
import { millrace, millraceRun } from "../millrace.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith(".git/"))
    .sort();

const expected = {
  tabular: {
    files: [".gitattributes", "README.md", "card.md", "data/houses.csv", "houses.table.yaml", "millrace.config.yaml", "pipeline.yaml"],
    stages: ["deploy", "evaluate", "register", "split", "train", "validate"],
  },
  text: {
    files: [
      ".gitattributes",
      "README.md",
      "count-words.mjs",
      "data/messages.csv",
      "millrace.config.yaml",
      "pipeline.yaml",
      "words.table.yaml",
    ],
    stages: ["count", "evaluate", "split", "train", "validate"],
  },
  images: {
    files: [".gitattributes", "README.md", "draw.mjs", "millrace.config.yaml", "pipeline.yaml", "pixels.table.yaml", "read-images.mjs"],
    stages: ["draw", "evaluate", "read", "split", "train", "validate"],
  },
  command: {
    files: [
      ".gitattributes",
      "README.md",
      "data/rentals.csv",
      "evaluate.sh",
      "millrace.config.yaml",
      "pipeline.yaml",
      "prepare.sh",
      "train.sh",
    ],
    stages: ["evaluate", "prepare", "split", "train"],
  },
  experiment: {
    files: [
      ".gitattributes",
      ".gitignore",
      "README.md",
      "bikes.table.yaml",
      "compare.mjs",
      "data/bikes.csv",
      "millrace.config.yaml",
      "params.yaml",
      "pipeline.yaml",
    ],
    stages: ["compare", "evaluate@2", "evaluate@32", "evaluate@8", "split", "train@2", "train@32", "train@8", "validate"],
  },
} as const;

describe.each(templateNames)("%s", (template) => {
  test("runs at once in an empty folder, and has nothing to do after", async () => {
    const folder = join(temporaryFolder(), "spring-2024");
    mkdirSync(folder);
    const begun = await millrace(folder, "init", "--template", template);
    expect([begun.code, begun.stdout]).toEqual([0, ""]);
    await expect(begun.stderr).toMatchFileSnapshot(`whole/${template}.txt`);
    expect(filesUnder(folder)).toEqual(expected[template].files);

    const first = await millraceRun(folder);
    expect(first.code, first.stderr).toBe(0);
    expect(Object.keys(first.outcomes).sort()).toEqual(expected[template].stages);
    expect(new Set(Object.values(first.outcomes))).toEqual(new Set(["ran"]));
    expect(first.events.filter((event) => event.type === "notice")).toEqual([]);

    const second = await millraceRun(folder);
    expect([second.code, new Set(Object.values(second.outcomes))]).toEqual([0, new Set(["fresh"])]);
    expect((await millrace(folder, "status", "--check")).code).toBe(0);
  });

  test("in a repository, git sees what is to be committed and nothing else", async () => {
    const root = temporaryFolder();
    execFileSync("git", ["init", "--quiet", root]);
    const begun = await millrace(root, "init", "models/spring", "--template", template, "--name", "spring");
    expect(begun.code, begun.stderr).toBe(0);
    expect(begun.stderr).toContain("\n  millrace run models/spring ");
    const folder = join(root, "models/spring");
    expect(existsSync(join(folder, "millrace.config.yaml"))).toBe(false);
    expect((await millrace(root, "run", "models/spring", "--quiet")).code).toBe(0);

    const own = expected[template].files.filter((file) => file !== "millrace.config.yaml").map((file) => `models/spring/${file}`);
    const made = ["models/spring/pipeline.lock.json"];
    if (template === "tabular") {
      made.push("registry/environments/staging.json", "registry/models/spring/0.1.0.json", "registry/models/spring/0.1.0.md");
    }
    const seen = execFileSync("git", ["ls-files", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
    expect(seen.split("\n").filter(Boolean)).toEqual([...own, ...made].sort());
  });

  test("names the three commands that its README promises, and they work", async () => {
    const folder = temporaryFolder();
    await millrace(folder, "init", "--template", template, "--name", "spring");
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    expect(readme).toMatch(/^# spring\n/);
    const block = /```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const lines = block.split("\n").filter(Boolean);
    expect(lines.length).toBe(3);
    for (const line of lines) {
      const words = line
        .replace(/ +#.*/, "")
        .split(" ")
        .map((word) => word.replaceAll("'", ""));
      const end = await millrace(folder, ...words.slice(1));
      expect(end.code, `${line}\n${end.stderr}`).toBe(0);
    }
  });
});

test("refuses a folder with a pipeline, of whatever name, before anything is written", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "houses.pipeline.yaml"), "stages: {}\n");
  const end = await millrace(folder, "init");
  expect(end).toEqual({
    code: 2,
    stdout: "",
    stderr: [
      "error[pipeline-exists]: there is a pipeline here already: houses.pipeline.yaml",
      "  why: nothing that exists is overwritten, and nothing was written",
      "  hint: begin in another folder: `millrace init DIR`; or add a stage to this",
      "        one: `millrace init --from-script COMMAND` prints it",
      "",
    ].join("\n"),
  });
  expect(filesUnder(folder)).toEqual(["houses.pipeline.yaml"]);
});

test("says what stands where a file or a folder is to be written, all at once, and writes nothing", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "data"), "not a folder\n");
  mkdirSync(join(folder, "card.md"));
  const end = await millrace(folder, "init");
  expect(end.code).toBe(2);
  expect(end.stderr).toContain("error[file-in-the-way]: card.md stands where a file is to be written");
  expect(end.stderr).toContain("error[file-in-the-way]: data stands where a folder is to be written");
  expect(filesUnder(folder)).toEqual(["data"]);
});

test("says what an existing .gitattributes and .gitignore lack", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, ".gitattributes"), "*.bin binary\n");
  writeFileSync(join(folder, ".gitignore"), "/reports/\n");
  const end = await millrace(folder, "init", "--template", "experiment");
  expect(end.code).toBe(0);
  expect(end.stderr).toContain("  - add to .gitattributes: *.lock.json text eol=lf\n");
  expect(end.stderr).not.toContain("add to .gitignore");
});

test.each([
  [["--template", "tabluar"], "tabular"],
  [["--name", "7up"], "a name is a letter, then letters, digits, _ and -"],
  [["--target", "price"], "--target needs --data FILE"],
  [["--template", "text", "--data", "a.csv"], "--data is for the template tabular, not for text"],
  [["--template", "text", "--from-script", "train.py"], "--from-script writes a stage, and takes no template"],
  [["a", "b"], "init takes fewer arguments"],
] as const)("refuses %j", async (words, told) => {
  const folder = temporaryFolder();
  const end = await millrace(folder, "init", ...words);
  expect([end.code, end.stdout]).toEqual([2, ""]);
  expect(end.stderr).toContain(told);
  expect(filesUnder(folder)).toEqual([]);
});
