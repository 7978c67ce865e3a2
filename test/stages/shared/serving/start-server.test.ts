import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeEnvironment } from "../../../../stages/shared/registry/environment.ts";
import { type ModelReference, referenceOf } from "../../../../stages/shared/registry/model-version.ts";
import { recordVersion } from "../../../../stages/shared/registry/record-version.ts";
import { rollBack } from "../../../../stages/shared/registry/rollback.ts";
import type { Answer } from "../../../../stages/shared/serving/answer.ts";
import { type RunningServer, type ServeRequest, startServer } from "../../../../stages/shared/serving/start-server.ts";
import { readTable } from "../../../../stages/shared/table/arrow-file.ts";
import { cellAt, column } from "../../../../stages/shared/table/column.ts";
import { materializeFrom } from "../../effect-context.ts";
import { digestOf, failureOf, temporaryFolder } from "../../stage-context.ts";
import { digestOfLetter, wineRegistration } from "../registry/registration.ts";
import { wineModels } from "./wine-models.ts";

const wine = wineModels();

/** A project that has a registry and a store, and no `out/`: two models, of which staging serves the second. */
async function wineProject() {
  const root = temporaryFolder();
  const made = await wine();
  const models = [await made.model(1), await made.model(2)] as const;
  const register = (model: string) => referenceOf(recordVersion(wineRegistration(root, { digest: digestOf(model) })).version);
  const [first, second] = [register(models[0]), register(models[1])];
  const point = (reference: ModelReference, previous: ModelReference | null) =>
    writeEnvironment(root, { environment: "staging", ...reference, previous });
  point(second, first);
  const log: string[] = [];
  const serve = async (changed: Partial<ServeRequest> = {}): Promise<RunningServer> => {
    const server = await startServer({
      projectRoot: root,
      environment: "staging",
      host: "127.0.0.1",
      port: 0,
      materialize: materializeFrom(...models),
      onLog: (line) => log.push(line),
      signal: new AbortController().signal,
      ...changed,
    });
    onTestFinished(() => server.close());
    return server;
  };
  return {
    root,
    parts: made.parts,
    models,
    first,
    second,
    point,
    log,
    serve,
    pointerFile: join(root, "registry/environments/staging.json"),
  };
}

/** Every row of a part, as a client would send it: the raw columns without the target. */
async function rawRows(part: string) {
  const table = await readTable(part);
  const columns = table.columns.filter((column) => column.name !== "cultivar");
  return Array.from({ length: table.rows }, (_, row) => Object.fromEntries(columns.map((column) => [column.name, cellAt(column, row)])));
}

async function predict(server: RunningServer, rows: unknown): Promise<Answer> {
  const response = await fetch(`${server.url}/predict`, { method: "POST", body: JSON.stringify({ rows }) });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const health = async (server: RunningServer) =>
  (await fetch(`${server.url}/health`)).json() as Promise<{ model: { version: string }; warning?: string }>;

test("each test row over HTTP is answered as evaluate did, alone and with the others", async () => {
  const { parts, models, serve } = await wineProject();
  const server = await serve();
  const rows = await rawRows(parts.test);
  const evaluated = await readTable(await (await wine()).predictions(models[1]));
  const together = (await predict(server, rows)).predictions;
  const alone = (await Promise.all(rows.map((row) => predict(server, [row])))).flatMap((answer) => answer.predictions);
  expect(rows.length).toBe(evaluated.rows);
  for (const predictions of [together, alone]) {
    expect(predictions.length).toBe(rows.length);
    for (const [index, answered] of predictions.entries()) {
      if (!("class" in answered)) throw new Error("a classification");
      expect(answered.class).toBe(cellAt(column(evaluated, "predicted"), index));
      expect(Object.keys(answered.probabilities)).toEqual(["barolo", "grignolino", "barbera"]);
      for (const [name, probability] of Object.entries(answered.probabilities)) {
        expect(Math.abs(probability - Number(cellAt(column(evaluated, `probability_${name}`), index)))).toBeLessThanOrEqual(1e-6);
      }
    }
  }
});

test("a number that the network cannot hold is refused, with its row", async () => {
  const { parts, serve } = await wineProject();
  const rows = (await rawRows(parts.test)).slice(0, 3);
  rows[2] = { ...rows[2], alcohol: 1e300 };
  const response = await fetch(`${(await serve()).url}/predict`, { method: "POST", body: JSON.stringify(rows) });
  expect([response.status, await response.json()]).toEqual([
    422,
    {
      error: {
        code: "out-of-range",
        message: "the model has no answer to row 2",
        hint: "a number in it is far outside of what the model was trained on",
      },
    },
  ]);
});

test("the request after a deployment or a rollback is answered by the other model", async () => {
  const { root, parts, first, second, log, serve } = await wineProject();
  const server = await serve();
  const [row] = await rawRows(parts.test);
  const before = await predict(server, [row]);
  rollBack({ projectRoot: root, environment: "staging" });
  const after = await Promise.all([predict(server, [row]), predict(server, [row]), health(server)]);
  expect(before.model).toEqual({ name: "wine", version: second.version });
  expect(after.map((answer) => answer.model.version)).toEqual([first.version, first.version, first.version]);
  expect(after[0].predictions).not.toEqual(before.predictions);
  const named = ({ version, digest }: ModelReference) => `wine ${version} (${digest.slice(0, 12)})`;
  expect(log.filter((line) => line.startsWith("staging"))).toEqual([
    `staging serves ${named(second)} on ${server.url}`,
    `staging now serves ${named(first)}, no longer ${named(second)}`,
  ]);
});

test("a pointer that cannot be followed leaves the old model, and says so", async () => {
  const { parts, second, first, point, pointerFile, serve } = await wineProject();
  const server = await serve();
  const [row] = await rawRows(parts.test);
  const named = `staging still serves wine 0.2.0 (${second.digest.slice(0, 12)})`;
  writeFileSync(pointerFile, "<<<<<<< ours\n");
  expect((await predict(server, [row])).model.version).toBe("0.2.0");
  expect((await health(server)).warning).toBe(
    `${named}: registry/environments/staging.json is damaged: line 1 is a merge conflict's marker`,
  );
  point({ name: "wine", version: "0.3.0", digest: digestOfLetter("9") }, second);
  expect((await health(server)).warning).toBe(
    `${named}: the bytes of wine 0.3.0 (999999999999), which staging points at, are not in the store`,
  );
  point(first, second);
  expect(await health(server)).toMatchObject({ model: { version: "0.1.0" } });
  expect((await health(server)).warning).toBeUndefined();
});

test("the signal ends it", async () => {
  const { serve } = await wineProject();
  const abort = new AbortController();
  const server = await serve({ signal: abort.signal });
  abort.abort("SIGTERM");
  await server.ended;
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});

test("what stands in the way of a first model", async () => {
  const { second, serve, pointerFile } = await wineProject();
  expect(await failureOf(() => serve({ environment: "production" }))).toEqual({
    code: "registry-missing",
    message: "there is no environment production",
    why: "the project has staging",
    hint: "write staging",
  });
  expect(await failureOf(() => serve({ materialize: materializeFrom() }))).toEqual({
    code: "object-absent",
    message: `the bytes of wine 0.2.0 (${second.digest.slice(0, 12)}), which staging points at, are not in the store`,
    hint: "millrace run, which makes them again, or a store that has them",
  });
  const taken = Number(new URL((await serve()).url).port);
  expect(await failureOf(() => serve({ port: taken }))).toMatchObject({
    code: "serve-failed",
    message: `cannot listen on 127.0.0.1, port ${taken}`,
  });
  writeFileSync(pointerFile, "{}");
  expect(await failureOf(() => serve())).toMatchObject({
    code: "registry-damaged",
    message: "registry/environments/staging.json is damaged: environment is missing",
  });
});
