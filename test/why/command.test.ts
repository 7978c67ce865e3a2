import { test } from "vitest";
import { tells } from "./story.ts";

const files = {
  "pipeline.yaml": `name: cellar
params: { casks: 3 }
stages:
  age:
    run: |
      cd .
      for cask in one two; do
        echo "$cask" >> aged.txt
      done
      echo done >> aged.txt
    out: { aged: ./aged.txt }
    env: { LANGUAGE: it, CELLAR: north }
    tools: [cat tool-version.txt, cat tool-list.txt]
  count:
    run: echo --casks \${{ params.casks }} --fast > \${{ out.count }}
    out: { count: ./count.txt }
  pack:
    run: [touch, packed.txt]
    out: { packed: ./packed.txt }
`,
  "tool-version.txt": "press 1.2.0\n",
  "tool-list.txt": "cork 1.0\nglass 2.0\nlabel 3.1\n",
  "shop/keep.txt": "",
};

test("of a long command the lines that changed", () =>
  tells("command-lines", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "for cask in one two; do", "for cask in one two three; do\n        date > /dev/null"),
  }));

test("of a command in a line the words", () =>
  tells("command-words", { files, edit: ({ replace }) => replace("pipeline.yaml", "casks: 3", "casks: 12") }));

test("a word that was added", () =>
  tells("command-word-added", { files, edit: ({ replace }) => replace("pipeline.yaml", " --fast", " --fast --dry") }));

test("an argument of a program", () =>
  tells("command-argument", { files, edit: ({ replace }) => replace("pipeline.yaml", "[touch, ", "[touch, -a, ") }));

test("the shell", () =>
  tells("command-shell", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "    out: { count", "    shell: bash\n    out: { count"),
  }));

test("the folder that it runs in", () =>
  tells("cwd", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "    run: [touch, packed.txt]\n", "    run: [touch, ../packed.txt]\n    cwd: ./shop\n"),
  }));

test("variables that changed, came and went", () =>
  tells("env", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "{ LANGUAGE: it, CELLAR: north }", '{ LANGUAGE: fr, YEAR: "2024" }'),
  }));

test("the version of a tool", () => tells("tool-version", { files, edit: ({ write }) => write("tool-version.txt", "press 1.3.0\n") }));

test("what a tool says in several lines", () =>
  tells("tool-lines", { files, edit: ({ write }) => write("tool-list.txt", "cork 1.0\nglass 2.1\nlabel 3.1\n") }));

test("a list of words that became a line for the shell", () =>
  tells("command-form", { files, edit: ({ replace }) => replace("pipeline.yaml", "[touch, packed.txt]", "touch packed.txt") }));
