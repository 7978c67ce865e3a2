import { connect } from "node:net";
import { expect, test } from "vitest";
import { startModelServer } from "../../../../stages/shared/serving/model-server.ts";
import { fixedSource } from "../../../../stages/shared/serving/model-source.ts";
import { serveModel } from "../../../../stages/shared/serving/served-model.ts";
import { failureOf } from "../../stage-context.ts";
import { digestOfLetter } from "../registry/registration.ts";
import { post, sendThenRead, sendZeros, serve } from "./serving-bench.ts";
import { tastingModel } from "./tasting-model.ts";

const row = { residual_sugar: 40, sparkling: false, region: "Asti" };

test("GET / and /health introduce the model", async () => {
  const { url } = await serve(tastingModel());
  const introduction = {
    status: "ok",
    model: { name: "tasting", version: "1.2.0", digest: "a".repeat(64) },
    task: "classification",
    target: "style",
    classes: ["dry", "sweet"],
    features: [
      { name: "residual_sugar", type: "number" },
      { name: "sparkling", type: "boolean" },
      { name: "region", type: "category", categories: ["Asti", "Sauternes"] },
    ],
    example: { rows: [{ residual_sugar: 90, sparkling: true, region: "Asti" }] },
    backend: "by hand",
  };
  for (const path of ["/", "/health", "/health?verbose=1"]) {
    const response = await fetch(url + path);
    expect([response.status, response.headers.get("content-type"), await response.json()]).toEqual([
      200,
      "application/json; charset=utf-8",
      introduction,
    ]);
  }
  const head = await fetch(`${url}/health`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("rows come in three shapes, and each gets its prediction in order", async () => {
  const { url } = await serve(tastingModel());
  const half = { class: "dry", probabilities: { dry: 0.5, sweet: 0.5 } };
  const model = { name: "tasting", version: "1.2.0" };
  for (const body of [row, [row], { rows: [row] }]) {
    expect(await post(url, body)).toEqual({ status: 200, body: { predictions: [half], model } });
  }
  const sweetest = Math.fround(1 / (1 + Math.exp(-4)));
  const sweet = { class: "sweet", probabilities: { dry: Math.fround(1 - 1 / (1 + Math.exp(-4))), sweet: sweetest } };
  expect(await post(url, [{ ...row, residual_sugar: 80 }, row])).toEqual({ status: 200, body: { predictions: [sweet, half], model } });
  expect(await post(url, { rows: [] })).toEqual({ status: 200, body: { predictions: [], model } });
});

test("a missing value and a region that is not known are answered as in a batch", async () => {
  const { url } = await serve(tastingModel({ threshold: 5 }));
  const { body } = await post(url, { residual_sugar: null, sparkling: false, region: "Marsala" });
  expect(body).toEqual({
    predictions: [{ class: "dry", probabilities: { dry: 0.5, sweet: 0.5 } }],
    model: { name: "tasting", version: "1.2.0" },
  });
});

const rowsHint = 'send { "rows": [ { "column": value, ... } ] }; GET / names the columns';

test.each([
  ["", 400, { code: "no-body", message: "the request has no body", hint: rowsHint }],
  ["{ rows: 1", 400, { code: "not-json", message: expect.stringContaining("the body is not JSON: "), hint: rowsHint }],
  ["3", 422, { code: "body-shape", message: "the body is a number, not rows", hint: rowsHint }],
  ["null", 422, { code: "body-shape", message: "the body is null, not rows", hint: rowsHint }],
  ['{ "rows": [], "threshold": 1 }', 422, { code: "body-shape", message: "beside rows the body has threshold", hint: rowsHint }],
  ["[[1, 2]]", 422, { code: "row-shape", message: "row 0 is a list, not an object of columns", hint: rowsHint }],
  [
    { ...row, residual_suger: 1 },
    422,
    { code: "unknown-column", message: "row 0 has an unknown column, residual_suger", hint: "write residual_sugar" },
  ],
  [
    [row, { ...row, vintage: 1971 }],
    422,
    {
      code: "unknown-column",
      message: "row 1 has an unknown column, vintage",
      hint: "leave it out; the columns are residual_sugar, sparkling, region",
    },
  ],
  [
    '{ "__proto__": 1, "residual_sugar": 1, "sparkling": true, "region": "Asti" }',
    422,
    {
      code: "unknown-column",
      message: "row 0 has an unknown column, __proto__",
      hint: "leave it out; the columns are residual_sugar, sparkling, region",
    },
  ],
  [
    { ...row, style: "dry" },
    422,
    { code: "unknown-column", message: "row 0 has an unknown column, style", hint: "leave it out: it is what the model predicts" },
  ],
  [
    [row, { residual_sugar: 1, region: "Asti" }],
    422,
    { code: "missing-column", message: "row 1 has no sparkling", hint: "add it, true or false, or null where it is not known" },
  ],
  [
    { ...row, residual_sugar: "40" },
    422,
    {
      code: "wrong-type",
      message: 'residual_sugar of row 0 is a text "40", and the model takes a finite number',
      hint: "write residual_sugar as a finite number, or null where it is not known",
    },
  ],
  [
    '{ "residual_sugar": 1e999, "sparkling": true, "region": "Asti" }',
    422,
    {
      code: "wrong-type",
      message: "residual_sugar of row 0 is a number null, and the model takes a finite number",
      hint: "write residual_sugar as a finite number, or null where it is not known",
    },
  ],
  [
    { ...row, sparkling: 1 },
    422,
    {
      code: "wrong-type",
      message: "sparkling of row 0 is a number 1, and the model takes true or false",
      hint: "write sparkling as true or false, or null where it is not known",
    },
  ],
  [
    { ...row, region: ["Asti"] },
    422,
    {
      code: "wrong-type",
      message: "region of row 0 is a list, and the model takes a text",
      hint: "write region as a text, or null where it is not known",
    },
  ],
])("%j is answered with %i", async (body, status, error) => {
  const { url } = await serve(tastingModel());
  expect(await post(url, body)).toEqual({ status, body: { error } });
});

test("bytes that are no UTF-8, and an encoded body", async () => {
  const { url } = await serve(tastingModel());
  const send = async (init: RequestInit) => {
    const response = await fetch(`${url}/predict`, { method: "POST", ...init });
    return [response.status, await response.json()];
  };
  expect(await send({ body: Buffer.from([0x7b, 0xff, 0x7d]) })).toEqual([
    400,
    { error: { code: "encoding", message: "the body is not UTF-8", hint: rowsHint } },
  ]);
  expect(await send({ body: "{}", headers: { "Content-Encoding": "gzip" } })).toEqual([
    415,
    { error: { code: "encoding", message: "a body that is encoded as gzip is not read", hint: "send it without Content-Encoding" } },
  ]);
});

test("a wrong method and an unknown path", async () => {
  const { url } = await serve(tastingModel());
  const wrong = await fetch(`${url}/predict`);
  expect([wrong.status, wrong.headers.get("allow"), await wrong.json()]).toEqual([
    405,
    "POST",
    { error: { code: "wrong-method", message: "/predict takes POST, not GET", hint: "send POST /predict" } },
  ]);
  const posted = await fetch(`${url}/health`, { method: "POST", body: "{}" });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  await posted.text();
  const unknown = await fetch(`${url}/constructor`);
  expect([unknown.status, await unknown.json()]).toEqual([
    404,
    { error: { code: "unknown-path", message: "there is no /constructor", hint: "GET /, GET /health, POST /predict" } },
  ]);
});

const tooLarge = {
  error: {
    code: "body-too-large",
    message: "the body is over 10,000,000 bytes",
    hint: "send the rows in several requests, or use evaluate for a whole table",
  },
};

test("100 MB are refused at once, and kept nowhere", async () => {
  const { url } = await serve(tastingModel());
  const before = process.memoryUsage().rss;
  const refused = await sendZeros({ url, bytes: 100_000_000, length: true });
  expect([refused.status, refused.body, refused.closed]).toEqual([413, tooLarge, "close"]);
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  expect((await post(url, row)).status).toBe(200);
});

test("100 MB in chunks of no announced length are refused where the limit is passed", async () => {
  const { url } = await serve(tastingModel());
  const refused = await sendZeros({ url, bytes: 100_000_000, length: false });
  expect([refused.status, refused.body, refused.closed]).toEqual([413, tooLarge, "close"]);
});

test("a client that reads nothing until it has sent all still gets the answer", async () => {
  const { url } = await serve(tastingModel());
  const answer = await sendThenRead({ url, bytes: 60_000_000 });
  expect(answer.split("\r\n")[0]).toBe("HTTP/1.1 413 Payload Too Large");
  expect(answer).toContain(`\r\nConnection: close\r\n`);
  expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toEqual(tooLarge);
});

test("a client that asks first is refused before it sends, or told to go on", async () => {
  const { url } = await serve(tastingModel());
  const refused = await sendZeros({ url, bytes: 100_000_000, length: true, headers: { Expect: "100-continue" } });
  expect([refused.status, refused.sent]).toEqual([413, 0]);
  const taken = await sendZeros({ url, bytes: 1_000_000, length: true, headers: { Expect: "100-continue" } });
  expect([taken.status, taken.sent]).toEqual([400, 1_000_000]);
});

test("many requests at once each get their own answer", async () => {
  const { url } = await serve(tastingModel({ hold: () => new Promise((resolve) => setTimeout(resolve, 5)) }));
  const sugars = Array.from({ length: 60 }, (_, index) => index * 2);
  const answers = await Promise.all(sugars.map((residual_sugar) => post(url, { ...row, residual_sugar })));
  const expected = sugars.map((sugar) => Math.fround(1 / (1 + Math.exp((40 - sugar) / 10))));
  expect(
    answers.map(({ body }) => (body as { predictions: { probabilities: { sweet: number } }[] }).predictions[0]?.probabilities.sweet),
  ).toEqual(expected);
});

test("a closing server answers what it was asked, then frees its port and its model", async () => {
  const gate = { reached: () => {}, open: () => {} };
  const reached = new Promise<void>((resolve) => {
    gate.reached = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const model = tastingModel({
    hold: () => {
      gate.reached();
      return opened;
    },
  });
  const server = await serve(model);
  const asked = post(server.url, row);
  // A connection that asks nothing holds nobody up.
  const idle = connect(Number(new URL(server.url).port), "127.0.0.1");
  await new Promise((resolve) => idle.once("connect", resolve));
  await reached;
  const closed = server.close();
  gate.open();
  await closed;
  expect([(await asked).status, model.disposed]).toEqual([200, true]);
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  idle.destroy();
});

test("a model that fails is the server's fault, and the log says how", async () => {
  const server = await serve({
    ...tastingModel(),
    predict: async () => {
      throw new RangeError("weights are gone");
    },
  });
  expect(await post(server.url, row)).toEqual({
    status: 500,
    body: { error: { code: "internal", message: "the server failed at this request", hint: "its log says how" } },
  });
  expect(server.log.join("\n")).toContain("POST /predict 500 RangeError: weights are gone");
});

test("a port that is taken says so", async () => {
  const { url } = await serve(tastingModel());
  const port = Number(new URL(url).port);
  const source = fixedSource(serveModel({ name: "tasting", version: "1.2.0", digest: digestOfLetter("a") }, tastingModel()));
  expect(await failureOf(() => startModelServer({ source, host: "127.0.0.1", port, onLog: () => {} }))).toEqual({
    code: "serve-failed",
    message: `cannot listen on 127.0.0.1, port ${port}`,
    why: "another program listens there",
    hint: "--port 0 takes any that is free",
  });
});
