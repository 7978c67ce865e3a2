import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Three commands in a row, one more beside them, each logging that it ran; a folder, a file and metrics as outputs. */
export const pipeline = `name: mill
params:
  grade: 3
stages:
  clean:
    run: |
      echo clean >> "$EXECUTIONS"
      tr a-z A-Z < \${{ in.grain }} > \${{ out.grain }}
    passEnv: [EXECUTIONS]
    in:
      grain: ./grain.txt
    out:
      grain: ./out/clean/grain.txt
  grind:
    run: |
      echo grind >> "$EXECUTIONS"
      mkdir \${{ out.flour }} && head -n \${{ with.grade }} \${{ in.grain }} > \${{ out.flour }}/fine.txt && cp \${{ in.grain }} \${{ out.flour }}/coarse.txt
    passEnv: [EXECUTIONS]
    in:
      grain: clean.grain
    with:
      grade: \${{ params.grade }}
    out:
      flour: ./out/grind/flour/
  weigh:
    run: |
      echo weigh >> "$EXECUTIONS"
      printf '{"bytes": %s}' $(wc -c < \${{ in.flour }}/fine.txt) > \${{ out.weight }}
    passEnv: [EXECUTIONS]
    in:
      flour: grind.flour
    out:
      weight:
        path: ./made/weight.json
        type: metrics
    gate: [bytes > 0]
  bran:
    run: |
      echo bran >> "$EXECUTIONS"
      sort \${{ in.grain }} > \${{ out.bran }}
    passEnv: [EXECUTIONS]
    in:
      grain: ./grain.txt
    out:
      bran: ./out/bran/bran.txt
`;

export const stageNames = ["clean", "grind", "weigh", "bran"] as const;

export function writeSmallProject(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  writeFileSync(join(folder, "grain.txt"), "wheat\nrye\nspelt\noat\n");
  writeFileSync(join(folder, "pipeline.yaml"), pipeline);
}
