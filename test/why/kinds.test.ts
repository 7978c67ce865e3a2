import { test } from "vitest";
import { tells } from "./story.ts";

const kind = `import { writeFileSync } from "node:fs";
import { unit } from "cask-units";
import { rounded } from "./rounding.ts";

export default {
  name: "blend",
  version: 1,
  description: "Blends casks.",
  ports: {
    in: { rows: { type: "file", description: "casks" } },
    out: { blend: { type: "file", description: "the blend" } },
  },
  with: { type: "object", additionalProperties: false, properties: { share: { type: "number", default: 0.5 } } },
  work: { run: async (context) => writeFileSync(context.out.blend.path, rounded(3.7) + unit) },
};
`;
const unitsPackage = (version: string): string => JSON.stringify({ name: "cask-units", version, type: "module", main: "main.js" });

const files = {
  "pipeline.yaml": `name: cellar
stages:
  blend:
    uses: ./kinds/blend.ts
    in: { rows: ./rows.csv }
    out: { blend: ./blend.txt }
`,
  "rows.csv": "barolo\n",
  "kinds/blend.ts": kind,
  "kinds/rounding.ts": "export const rounded = (value: number): number => Math.round(value);\n",
  "node_modules/cask-units/package.json": unitsPackage("1.2.0"),
  "node_modules/cask-units/main.js": 'export const unit = " hl";\n',
};

test("the version of a kind", () =>
  tells("kind-version", { files, edit: ({ replace }) => replace("kinds/blend.ts", "version: 1", "version: 2") }));

test("the lines of a module that a kind is made of", () =>
  tells("kind-module", { files, edit: ({ replace }) => replace("kinds/rounding.ts", "Math.round(value)", "Math.floor(value)") }));

test("a module that was added, and one that is not used any more", () =>
  tells("kind-modules", {
    files,
    edit: ({ replace, write }) => {
      write("kinds/whole.ts", "export const whole = (value: number): number => Math.trunc(value);\n");
      replace("kinds/blend.ts", 'import { rounded } from "./rounding.ts";', 'import { whole as rounded } from "./whole.ts";');
    },
  }));

test("the version of a package that a kind imports", () =>
  tells("kind-package", { files, edit: ({ write }) => write("node_modules/cask-units/package.json", unitsPackage("1.3.0")) }));

test("other files of a package under the same version", () =>
  tells("kind-package-files", { files, edit: ({ write }) => write("node_modules/cask-units/main.js", 'export const unit = " l";\n') }));

test("a default of a kind that is set now", () =>
  tells("kind-default", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "    in: { rows", "    with: { share: 0.25 }\n    in: { rows"),
  }));

test("a kind that became a command", () =>
  tells("kind-to-command", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "uses: ./kinds/blend.ts", "run: cat ${{ in.rows }} > ${{ out.blend }}"),
  }));
