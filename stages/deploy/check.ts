import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { LoadedModel } from "../shared/network/model.ts";
import { type ModelReference, showReference } from "../shared/registry/model-version.ts";
import { type Answer, type AnsweredRow, answeredRows } from "../shared/serving/answer.ts";
import { startModelServer } from "../shared/serving/model-server.ts";
import { fixedSource } from "../shared/serving/model-source.ts";
import { serveModel } from "../shared/serving/served-model.ts";
import { tableOfRows } from "../shared/serving/table-of-rows.ts";

/** How far an answer over HTTP may be from the model's own. */
const tolerance = 1e-6;

export interface Check {
  readonly reference: ModelReference;
  readonly model: LoadedModel;
  readonly signal: AbortSignal;
  readonly onLog: (line: string) => void;
}

/**
 * Starts the server that `millrace serve` starts, asks it over HTTP for the model's example row, and ends it, and the model with it. Throws
 * StageFailure `deploy-check-failed` where the answer is not the model's own.
 */
export async function checkServed({ reference, model, signal, onLog }: Check): Promise<void> {
  const { example } = model.description;
  const expected = answeredRows(await model.predict(tableOfRows(model.description, [example])));
  const server = await startModelServer({ source: fixedSource(serveModel(reference, model)), host: "127.0.0.1", port: 0, onLog });
  try {
    const { status, text } = await ask(server.url, { rows: [example], signal }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw checkFailed(reference, `it could not be asked on the loopback address: ${causeOf(error)}`);
    });
    const problem = status === 200 ? differenceOf(JSON.parse(text) as Answer, { reference, expected }) : `status ${status}: ${text}`;
    if (problem !== undefined) throw checkFailed(reference, problem);
    onLog(`${showReference(reference)} answered its example row: ${answerWords(expected[0])}`);
  } finally {
    await server.close();
  }
}

interface Question {
  readonly rows: readonly unknown[];
  readonly signal: AbortSignal;
}

async function ask(url: string, { rows, signal }: Question): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${url}/predict`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Connection: "close" },
    body: JSON.stringify({ rows }),
    signal,
  });
  return { status: response.status, text: await response.text() };
}

/** `fetch` says only that it failed; why is in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function differenceOf(
  answer: Answer,
  { reference, expected }: { reference: ModelReference; expected: readonly AnsweredRow[] },
): string | undefined {
  if (answer.model.name !== reference.name || answer.model.version !== reference.version)
    return `it says that it is ${JSON.stringify(answer.model)}`;
  if (answer.predictions.length !== expected.length) return `${answer.predictions.length} predictions for one row`;
  const same = expected.every((row, index) => sameAnswer(row, answer.predictions[index]));
  return same ? undefined : `it answered ${JSON.stringify(answer.predictions)}, and the model itself says ${JSON.stringify(expected)}`;
}

function sameAnswer(one: AnsweredRow, other: AnsweredRow | undefined): boolean {
  if (other === undefined) return false;
  if ("value" in one) return "value" in other && near(one.value, other.value);
  if (!("class" in other) || one.class !== other.class) return false;
  return Object.entries(one.probabilities).every(([name, probability]) => near(probability, other.probabilities[name]));
}

/** A figure that JSON cannot say (NaN) is near nothing. */
const near = (one: number, other: number | undefined): boolean => typeof other === "number" && Math.abs(one - other) <= tolerance;

function checkFailed(reference: ModelReference, why: string): StageFailure {
  return new StageFailure({
    code: "deploy-check-failed",
    message: `${showReference(reference)} was served for a check and did not answer as it should`,
    why,
    hint: "the environment still points at what it pointed at before",
  });
}

/** `barolo (0.9998)`, `21.4`: the class and how probable it is, or the value, of four significant digits. */
function answerWords(row: AnsweredRow | undefined): string {
  if (row === undefined) return "nothing";
  if ("value" in row) return String(Number(row.value.toPrecision(4)));
  const probability = row.probabilities[row.class];
  return probability === undefined ? row.class : `${row.class} (${Number(probability.toPrecision(4))})`;
}
