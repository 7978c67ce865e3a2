import type { Diagnostic } from "../../../engine/diagnostics/diagnostic.ts";
import { type Event, outcomes } from "../../../engine/events/event.ts";
import { asDigest, asProjectPath, asStageId } from "../../../engine/platform/identity.ts";
import type { KeptFile, PageSource } from "../../../engine/report/page/page-source.ts";

/** Runs wherever it is taken for markup: as an element, out of an attribute, out of a script, out of a comment. Sets `window.broken`. */
export const hostile = `"'--></script></style></title></svg><img src=x onerror="window.broken=1"><script>window.broken=1</script><svg onload="window.broken=1">`;

const stage = asStageId(hostile);
const path = asProjectPath(`out/${hostile}.txt`);
const artifact = { port: hostile, path, digest: asDigest(hostile) };
const diagnostic: Diagnostic = {
  code: "command-failed",
  severity: "error",
  message: hostile,
  place: { file: hostile, line: 1, column: 1, frame: hostile },
  why: hostile,
  hint: hostile,
};

/** A run in which every text that can come from outside is hostile. */
export const hostileEvents: readonly Event[] = [
  {
    type: "run-started",
    run: hostile,
    pipeline: path,
    name: hostile,
    at: Date.UTC(2026, 2, 4),
    stages: [stage, asStageId(`${hostile}@1`)],
    params: { [hostile]: hostile },
    jobs: 1,
    edges: [{ from: stage, output: hostile, to: asStageId(`${hostile}@1`), input: hostile }],
    environment: { millrace: hostile, node: hostile, system: hostile, processors: 1 },
    commit: hostile,
  },
  { type: "stage-started", stage, attempt: 1, reasons: [] },
  { type: "stage-retrying", stage, attempt: 1, delay: 1, diagnostic },
  { type: "stage-started", stage, attempt: 2, reasons: [] },
  {
    type: "gate-evaluated",
    stage,
    expression: hostile,
    metric: hostile,
    value: undefined,
    operator: hostile,
    threshold: 1,
    passed: false,
  },
  { type: "notice", stage, diagnostic },
  {
    type: "stage-finished",
    stage,
    outcome: "failed",
    key: asDigest(hostile),
    milliseconds: 100,
    reasons: [
      { kind: "world-differs", expected: hostile, found: hostile },
      { kind: "key-changed", changes: [{ subject: "param", name: hostile, before: hostile, after: hostile, details: [hostile] }] },
      { kind: "output-changed", port: hostile, path: hostile },
      { kind: "upstream", stages: [stage] },
    ],
    inputs: [artifact, { ...artifact, path: asProjectPath(hostile) }],
    outputs: [artifact],
    metrics: { [hostile]: 1, [`${hostile}.low`]: 0, [`${hostile}.high`]: 2 },
    backend: hostile,
    diagnostics: [diagnostic],
    log: path,
  },
  {
    type: "stage-finished",
    stage: asStageId(`${hostile}@1`),
    outcome: "blocked",
    milliseconds: 0,
    reasons: [],
    inputs: [],
    outputs: [],
    metrics: {},
    diagnostics: [],
    blockedBy: [stage],
  },
  {
    type: "run-finished",
    run: hostile,
    exitCode: 1,
    milliseconds: 100,
    counts: Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<(typeof outcomes)[number], number>,
    criticalPath: [{ stage, milliseconds: 100 }],
  },
];

const file = (name: string, text: string): KeptFile => ({ ...artifact, stage, path: asProjectPath(name), bytes: Buffer.from(text) });

/** What the stages left: a picture that holds a script, a report that is full of markup, a log. */
export const hostileFiles: Partial<PageSource> = {
  pictures: [
    file(
      `out/${hostile}.svg`,
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="parent.broken=1;top.broken=1"><script>parent.broken=1</script><image href="https://example.org/a.png"/><rect width="10" height="10"/></svg>',
    ),
    { ...file("out/gone.svg", ""), bytes: hostile },
  ],
  documents: [
    file(
      `out/${hostile}.md`,
      `${hostile}\n\n# ${hostile}\n\n- ${hostile}\n\n| ${hostile} |\n| --- |\n| ${hostile} |\n\n[a](javascript:window.broken=1) ![b](https://example.org/b.png) <iframe src="https://example.org"></iframe>\n\n\`\`\`${hostile}\n${hostile}\n\`\`\`\n`,
    ),
  ],
  logs: new Map([[stage, { path, text: `${hostile}\n`.repeat(300), leftOut: 1 }]]),
  previous: { run: hostile, at: 0, metrics: new Map([[stage, { [hostile]: 2 }]]) },
};
