import { test } from "vitest";
import { tells } from "./story.ts";

const scores = `wine,score,note
barolo,94,tar and roses
grignolino,88,pale
barbera,91,sour cherry
dolcetto,87,almond
arneis,89,pear
`;

const files = {
  "pipeline.yaml": `name: tasting
stages:
  rank:
    run: sort \${{ in.scores }} > \${{ out.ranked }}
    in: { scores: ./scores.csv }
    out: { ranked: ./ranked.csv }
`,
  "scores.csv": scores,
};

test("the lines that changed, were added and were removed", () =>
  tells("file-lines", {
    files,
    edit: ({ write }) => write("scores.csv", scores.replace("88", "87").replace("dolcetto,87,almond\n", "").concat("favorita,86,citrus\n")),
  }));

test("many lines are counted", () =>
  tells("file-many-lines", { files, edit: ({ write }) => write("scores.csv", scores + "nebbiolo,90,rose\n".repeat(40)) }));

test("the order of rows", () =>
  tells("file-row-order", {
    files,
    edit: ({ write }) => {
      const [head = "", ...rows] = scores.trimEnd().split("\n");
      write("scores.csv", `${[head, ...rows.reverse()].join("\n")}\n`);
    },
  }));

test("line ends", () => tells("file-line-ends", { files, edit: ({ write }) => write("scores.csv", scores.replaceAll("\n", "\r\n")) }));

test("line ends and a line", () =>
  tells("file-line-ends-and-line", {
    files,
    edit: ({ write }) => write("scores.csv", scores.replace("88", "87").replaceAll("\n", "\r\n")),
  }));

test("the last line break", () => tells("file-final-line-break", { files, edit: ({ write }) => write("scores.csv", scores.trimEnd()) }));

test("the encoding", () =>
  tells("file-encoding", {
    files: { ...files, "scores.csv": scores.replace("pale", "pâle") },
    edit: ({ write }) => write("scores.csv", Buffer.from(scores.replace("pale", "pâle"), "latin1")),
  }));

test("a byte order mark", () => tells("file-byte-order-mark", { files, edit: ({ write }) => write("scores.csv", `\uFEFF${scores}`) }));

test("of a long line the part that differs, and no control characters", () =>
  tells("file-long-line", {
    files: { ...files, "scores.csv": `${scores}notes,${"x".repeat(500)}old\u001b[31m\n` },
    edit: ({ write }) => write("scores.csv", `${scores}notes,${"x".repeat(500)}new\u001b[31m\n`),
  }));

test("of a binary file the sizes", () =>
  tells("file-binary", {
    files: { ...files, "scores.csv": Buffer.alloc(2000, 0) },
    edit: ({ write }) => write("scores.csv", Buffer.alloc(3500, 0)),
  }));

test("of a file that is too large to keep its size", () =>
  tells("file-large", {
    files: { ...files, "scores.csv": "barolo,94\n".repeat(40_000) },
    edit: ({ write }) => write("scores.csv", "barolo,95\n".repeat(40_000)),
  }));

test("that a file became a program", () => tells("file-executable", { files, edit: ({ setMode }) => setMode("scores.csv", 0o755) }));

test("that a file became empty", () => tells("file-emptied", { files, edit: ({ write }) => write("scores.csv", "") }));
