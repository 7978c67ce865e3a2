import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../temporary-folder.ts";

export const cellarPipeline = `name: cellar

# How the must becomes wine.
params:
  seed: 7 # of the tasting
  ferment: { days: 10, sugar: 0.2 }
  barrel: oak

stages:
  press:
    run: sort \${{ in.grapes }} > \${{ out.juice }}
    in: { grapes: ./data/grapes.csv }
    out: { juice: ./out/juice.csv }

  ferment:
    run: sh ferment.sh \${{ with.days }} \${{ with.sugar }} \${{ with.barrel }} < \${{ in.juice }} > \${{ out.wine }}
    in: { juice: press.juice, code: ./ferment.sh }
    out: { wine: ./wine.csv }
    with:
      days: \${{ params.ferment.days }}
      sugar: \${{ params.ferment.sugar }}
      barrel: \${{ params.barrel }}

  taste:
    run: awk -F, '{ sum += $2 } END { printf "{\\"score\\":%s,\\"acid_error\\":%s}", sum, 100 - sum }' \${{ in.wine }} > \${{ out.metrics }}
    in: { wine: ferment.wine }
    out: { metrics: { path: ./out/metrics.json, type: metrics } }
    gate: [score >= 10]
`;

/** Litters its folder, fails on the thirteenth day, and waits where it is told to. */
const ferment = `echo "$1 $2 $3" >> ran.log
echo "$1 $2 $3" >> data/ran.log
[ -z "\${3##*slow*}" ] && [ -n "\${3##oak*}" ] && sleep 60
[ "$1" = 13 ] && echo "the must is spoilt" >&2 && exit 1
awk -F, -v days="$1" -v sugar="$2" '{ print $1 "," $2 * days * sugar }'
`;

export interface CellarOptions {
  /** A git repository, with a commit; the data is ignored, as data often is. */
  readonly git: boolean;
  /** Folder of the pipeline, relative to the project's root. */
  readonly folder?: string;
}

/** A pipeline of quick commands, whose second stage writes into its own folder what it should not. */
export function cellar({ git, folder = "." }: CellarOptions): string {
  const root = temporaryFolder();
  const place = join(root, folder);
  mkdirSync(join(place, "data"), { recursive: true });
  writeFileSync(join(place, "pipeline.yaml"), cellarPipeline);
  writeFileSync(join(place, "ferment.sh"), ferment);
  writeFileSync(join(place, "data/grapes.csv"), "pinot,3\nmerlot,2\n");
  if (git) {
    writeFileSync(join(root, ".gitignore"), "data/\nnotes.txt\n");
    writeFileSync(join(root, "notes.txt"), "nobody's business\n");
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    const run = (...words: readonly string[]): unknown => execFileSync("git", [...identity, ...words], { cwd: root, stdio: "ignore" });
    run("init", "--quiet");
    run("add", ".");
    run("commit", "--quiet", "--message", "Found the cellar");
  }
  return place;
}

export function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, "utf8");
  const next = change(text);
  if (next === text) throw new Error(`an edit of ${path} that changes nothing`);
  writeFileSync(path, next);
}

export const addTo = (path: string, text: string): void => appendFileSync(path, text);
