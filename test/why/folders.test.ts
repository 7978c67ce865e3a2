import { test } from "vitest";
import { tells } from "./story.ts";

const files = {
  "pipeline.yaml": `name: cellar
stages:
  index:
    run: ls \${{ in.code }} > \${{ out.names }}
    in: { code: ./code }
    out: { names: ./names.txt }
`,
  "code/blend.py": "def blend(one, other):\n    return one + other\n",
  "code/press.sh": "#!/bin/sh\necho press\n",
  "code/casks/oak.txt": "oak\n",
  "code/label.png": Buffer.from([137, 80, 78, 71, 0, 1, 2, 3]),
};

test("files that were added and removed", () =>
  tells("folder-added-removed", {
    files,
    edit: ({ write, remove }) => {
      write("code/cork.py", "cork = 1\n");
      write("code/casks/steel.txt", "steel\n");
      remove("code/press.sh");
    },
  }));

test("a file that was moved", () =>
  tells("folder-moved", {
    files,
    edit: ({ write, remove }) => {
      write("code/barrels/oak.txt", "oak\n");
      remove("code/casks");
    },
  }));

test("the lines of a file", () =>
  tells("folder-lines", { files, edit: ({ replace }) => replace("code/blend.py", "one + other", "(one + other) / 2") }));

test("the executable bit of a file", () => tells("folder-executable", { files, edit: ({ setMode }) => setMode("code/press.sh", 0o755) }));

test("several at once, each of its kind", () =>
  tells("folder-several", {
    files,
    edit: ({ write, remove, replace, setMode }) => {
      replace("code/blend.py", "return", "print(one)\n    return");
      setMode("code/press.sh", 0o755);
      write("code/label.png", Buffer.from([137, 80, 78, 71, 0, 9]));
      remove("code/casks/oak.txt");
      write("code/casks/steel.txt", "steel\n");
    },
  }));

test("what is ignored is none", () => tells("folder-ignored", { files, edit: ({ write }) => write("code/__pycache__/blend.pyc", "x") }));
