import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { readTable } from "../../stages/shared/table/arrow-file.ts";
import { type JsonRun, millrace, millraceRun } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const source = fileURLToPath(new URL("../../pipelines/wine", import.meta.url));
const stages = ["validate", "split", "train", "evaluate", "summarize", "register", "deploy"];
const all = (outcome: string): Readonly<Record<string, string>> => Object.fromEntries(stages.map((stage) => [stage, outcome]));

let finished = "";

/** A project in which the pipeline has run once; each test gets a copy of its own. */
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), "millrace-wine-"));
  finished = join(root, "wine");
  cpSync(source, finished, { recursive: true, filter: (path) => !/(\/out|\.lock\.json|\/registry|\/\.millrace)$/.test(path) });
  writeFileSync(join(finished, "millrace.config.yaml"), "");
  const first = await millraceRun(finished);
  expect(first.code, first.stderr).toBe(0);
  expect(first.outcomes).toEqual(all("ran"));
  return () => rmSync(root, { recursive: true, force: true });
});

function project(): string {
  const folder = join(temporaryFolder(), "wine");
  cpSync(finished, folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

const edit = (path: string, change: (text: string) => string): void => {
  const text = readFileSync(path, "utf8");
  const next = change(text);
  expect(next, `an edit of ${path} that changes nothing`).not.toBe(text);
  writeFileSync(path, next);
};

const versionIn = (folder: string): string => JSON.parse(readFileSync(join(folder, "registry/environments/staging.json"), "utf8")).version;

describe("a second run", () => {
  test("runs nothing and says so", async () => {
    const folder = project();
    const before = treeOf(folder);
    expect((await millraceRun(folder)).outcomes).toEqual(all("fresh"));
    const again = await millrace(folder, "run");
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/^wine: nothing to do, 7 stages fresh/);
    expect(treeOf(folder)).toEqual(before);
  });

  test("after a comment and other formatting runs nothing", async () => {
    const folder = project();
    edit(
      join(folder, "pipeline.yaml"),
      (text) => `# a comment\n${text.replace("seed: 7", "seed:   7 # lucky").replaceAll("\n\n", "\n\n\n")}`,
    );
    expect((await millraceRun(folder)).outcomes).toEqual(all("fresh"));
  });
});

describe("--set training.epochs=5", () => {
  test("runs train and what comes after; the old value restores, and deploys what was served before", async () => {
    const folder = project();
    const served = await predictions(folder);
    const changed = await millraceRun(folder, "--set", "training.epochs=5");
    expect(changed.outcomes).toEqual({ ...all("ran"), validate: "fresh", split: "fresh" });
    expect(versionIn(folder)).toBe("0.2.0");
    expect(await predictions(folder)).not.toEqual(served);

    const back = await millraceRun(folder);
    expect(back.outcomes).toEqual({
      ...all("fresh"),
      train: "restored",
      evaluate: "restored",
      summarize: "restored",
      register: "ran",
      deploy: "ran",
    });
    expect(versionIn(folder)).toBe("0.1.0");
    expect(await predictions(folder)).toEqual(served);
  });
});

describe("the data", () => {
  test("with one changed cell runs validate and all whose input changed", async () => {
    const folder = project();
    edit(join(folder, "data/wine.csv"), (text) => text.replace("14.23", "14.24"));
    const { outcomes } = await millraceRun(folder);
    expect(outcomes.validate).toBe("ran");
    expect(outcomes.split).toBe("ran");
    expect(outcomes.train).toBe("ran");
  });

  test("with its rows in another order is other data, and `why` says that it is only the order", async () => {
    const folder = project();
    edit(join(folder, "data/wine.csv"), (text) => {
      const [header = "", ...rows] = text.trimEnd().split("\n");
      return `${[header, ...rows.reverse()].join("\n")}\n`;
    });
    const why = await millrace(folder, "why", "validate");
    expect(why.stdout).toMatch(/same 179 lines in another order/);
    expect((await millraceRun(folder)).outcomes).toMatchObject({ validate: "ran", split: "ran" });
  });
});

describe("what is lost comes back", () => {
  test("out/ is restored", async () => {
    const folder = project();
    const before = treeOf(folder);
    rmSync(join(folder, "out"), { recursive: true });
    const { outcomes } = await millraceRun(folder);
    expect(outcomes).toEqual({ ...all("restored"), summarize: "fresh" });
    expect(treeOf(folder)).toEqual(before);
  });

  test("the lock is rebuilt byte for byte, and nothing runs", async () => {
    const folder = project();
    const before = treeOf(folder);
    rmSync(join(folder, "pipeline.lock.json"));
    const { outcomes } = await millraceRun(folder);
    expect(outcomes).toEqual({ ...all("restored"), register: "fresh", deploy: "fresh" });
    expect(treeOf(folder)).toEqual(before);
  });

  test("registry/ makes register and deploy run, and nothing else", async () => {
    const folder = project();
    rmSync(join(folder, "registry"), { recursive: true });
    expect((await millraceRun(folder)).outcomes).toEqual({ ...all("fresh"), register: "ran", deploy: "ran" });
  });

  test("an environment that was edited by hand makes deploy run, and the old content is named", async () => {
    const folder = project();
    edit(join(folder, "registry/environments/staging.json"), (text) => text.replace('"0.1.0"', '"9.9.9"'));
    const run = await millraceRun(folder);
    expect(run.outcomes).toEqual({ ...all("fresh"), deploy: "ran" });
    const reasons = run.events.flatMap((event) => (event.type === "stage-finished" && event.stage === "deploy" ? event.reasons : []));
    expect(reasons).toEqual([
      { kind: "world-differs", expected: expect.stringContaining("0.1.0"), found: expect.stringContaining("9.9.9") },
    ]);
    expect(versionIn(folder)).toBe("0.1.0");
  });
});

describe("millrace deploy --rollback staging", () => {
  test("serves the version before; runs that change nothing leave it so and say so; another version is deployed", async () => {
    const folder = project();
    const served = await predictions(folder);
    expect((await millraceRun(folder, "--set", "training.epochs=40")).outcomes.deploy).toBe("ran");
    expect(versionIn(folder)).toBe("0.2.0");
    expect((await millrace(folder, "deploy", "--rollback", "staging")).code).toBe(0);
    expect(versionIn(folder)).toBe("0.1.0");
    expect(await predictions(folder)).toEqual(served);

    rmSync(join(folder, "out"), { recursive: true });
    const again = await millraceRun(folder, "--set", "training.epochs=40");
    expect(again.outcomes).toMatchObject({ register: "restored", deploy: "restored" });
    expect(again.events.flatMap((event) => (event.type === "notice" ? [event.diagnostic.code] : []))).toEqual(["rolled-back"]);
    expect(versionIn(folder)).toBe("0.1.0");

    expect((await millraceRun(folder, "--set", "training.epochs=41")).outcomes.deploy).toBe("ran");
    expect(versionIn(folder)).toBe("0.3.0");
  });
});

describe("a gate that fails", () => {
  test("blocks register and deploy, not the summary, names metric, value and threshold, and fails the next run too", async () => {
    const folder = project();
    edit(join(folder, "pipeline.yaml"), (text) => text.replace("accuracy >= 0.93", "accuracy >= 0.999"));
    const gates = (run: JsonRun): unknown =>
      run.events.flatMap((event) =>
        event.type === "gate-evaluated" && !event.passed ? [[event.metric, event.operator, event.threshold, typeof event.value]] : [],
      );
    const expected = { ...all("fresh"), register: "blocked", deploy: "blocked" };
    for (const round of ["first", "second"]) {
      const run = await millraceRun(folder);
      expect(run.code, round).toBe(3);
      expect(run.outcomes, round).toEqual(expected);
      expect(gates(run), round).toEqual([["accuracy", ">=", 0.999, "number"]]);
    }
    const shown = await millrace(folder, "run");
    expect(shown.code).toBe(3);
    expect(shown.stderr).toMatch(/accuracy/);
    expect(shown.stderr).toMatch(/0\.999/);
  });

  test("on a new result still lets the summary run", async () => {
    const folder = project();
    edit(join(folder, "pipeline.yaml"), (text) => text.replace("accuracy >= 0.93", "accuracy >= 0.999"));
    const run = await millraceRun(folder, "--set", "training.epochs=6");
    expect(run.code).toBe(3);
    expect(run.outcomes).toMatchObject({ train: "ran", evaluate: "ran", summarize: "ran", register: "blocked", deploy: "blocked" });
  });
});

describe("millrace serve staging", () => {
  test("answers raw rows as the batch predictions do, for every test row, without the project's out/", async () => {
    const folder = project();
    const batch = await readTable(join(folder, "out/evaluate/predictions.arrow"));
    const rows = await testRows(folder);
    const elsewhere = join(temporaryFolder(), "deployed");
    cpSync(folder, elsewhere, { recursive: true, filter: (path) => !path.endsWith("/out") });
    const answers = await ask(elsewhere, rows);
    expect(answers).toHaveLength(batch.rows);
    const classes = Object.keys(answers[0]?.probabilities ?? {});
    expect(classes.length).toBe(3);
    for (const name of classes) {
      const column = batch.columns.find((one) => one.name.includes(name));
      if (column?.type !== "number") throw new Error(`no probabilities of ${name}`);
      for (const [row, answer] of answers.entries()) {
        expect(Math.abs((answer.probabilities[name] ?? Number.NaN) - (column.values[row] ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
      }
    }
  });
});

interface Answer {
  readonly class: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

const predictions = async (folder: string): Promise<readonly Answer[]> => ask(folder, (await testRows(folder)).slice(0, 5));

/** The test rows as a user would send them: names and raw values. */
async function testRows(folder: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const table = await readTable(join(folder, "out/split/test.arrow"));
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(
      table.columns.flatMap((column) => (column.type === "number" || column.type === "integer" ? [[column.name, column.values[row]]] : [])),
    ),
  );
}

async function ask(folder: string, rows: readonly unknown[]): Promise<readonly Answer[]> {
  const server = spawn(
    process.execPath,
    [fileURLToPath(new URL("../../dist/millrace.js", import.meta.url)), "serve", "staging", "--port", "0"],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  try {
    const address = await addressOf(server);
    const reply = await fetch(`${address}/predict`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ rows }),
    });
    expect(reply.status).toBe(200);
    const body: { readonly predictions: readonly Answer[] } = JSON.parse(await reply.text());
    return body.predictions;
  } finally {
    const ended = new Promise((resolve) => server.once("close", resolve));
    server.kill("SIGTERM");
    await ended;
  }
}

/** Where the server says that it listens. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (text: Buffer): void => {
      said += text.toString();
      const address = /http:\/\/[\d.]+:\d+/.exec(said);
      if (address !== null) resolve(address[0]);
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("close", () => reject(new Error(`the server ended: ${said}`)));
  });
}
