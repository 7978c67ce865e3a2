import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";

export type Files = Readonly<Record<string, string>>;

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A folder with files, which is a project of its own. */
export function dataProject(files: Files): string {
  const folder = join(temporaryFolder({ within: quickFolder }), "project");
  writeFiles(folder, { "millrace.config.yaml": "", ...files });
  return folder;
}

const identity = ["-c", "user.name=You", "-c", "user.email=you@example.org", "-c", "init.defaultBranch=main"];

export const git = (folder: string, ...words: readonly string[]): string =>
  execFileSync("git", [...identity, ...words], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

export const birds: Files = {
  "data/birds/robin.txt": "red\n",
  "data/birds/wren.txt": "brown\n",
  "data/birds/sea/gull.txt": "white\n",
};

/** One stage reads the whole folder, one a single file of it. */
export const birdPipeline = `stages:
  all:
    run: find \${{ in.birds }} -name '*.txt' | sort | xargs cat > \${{ out.colours }}
    in: { birds: ./data/birds }
    out: { colours: ./colours.txt }
  gull:
    run: cp \${{ in.gull }} \${{ out.copy }}
    in: { gull: ./data/birds/sea/gull.txt }
    out: { copy: ./gull.txt }
`;
