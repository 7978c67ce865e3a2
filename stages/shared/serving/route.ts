import type { IncomingMessage } from "node:http";
import { StageFailure } from "../../../engine/kind/stage-context.ts";
import type { Prediction } from "../network/model.ts";
import { answeredRows, introduction } from "./answer.ts";
import type { ModelSource } from "./model-source.ts";
import { readJsonBody } from "./read-body.ts";
import { RequestProblem } from "./request-problem.ts";
import { rowsInRequest } from "./rows-in-request.ts";
import type { ServedModel } from "./served-model.ts";
import { tableOfRows } from "./table-of-rows.ts";

export interface Routing {
  readonly source: ModelSource;
  readonly bodyLimit: number;
}

/** What is answered with status 200. Throws RequestProblem. */
export async function route(request: IncomingMessage, { source, bodyLimit }: Routing): Promise<unknown> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const methods = methodsOf[path];
  if (methods === undefined) {
    throw new RequestProblem({
      status: 404,
      code: "unknown-path",
      message: `there is no ${path}`,
      hint: "GET /, GET /health, POST /predict",
    });
  }
  if (!methods.includes(request.method ?? "")) {
    throw new RequestProblem({
      status: 405,
      code: "wrong-method",
      message: `${path} takes ${methods[0]}, not ${request.method}`,
      hint: `send ${methods[0]} ${path}`,
    });
  }
  if (path !== "/predict") {
    return source.use((model) => ({ ...introduction(model), ...(source.problem === undefined ? {} : { warning: source.problem }) }));
  }
  const rows = rowsInRequest(await readJsonBody(request, bodyLimit));
  return source.use(async (model) => {
    const { name, version } = model.reference;
    return { predictions: await predict(model, rows), model: { name, version } };
  });
}

/** By path: the methods that it takes, the usual one first. */
export const methodsOf: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  "/": ["GET", "HEAD"],
  "/health": ["GET", "HEAD"],
  "/predict": ["POST"],
});

async function predict(model: ServedModel, rows: ReturnType<typeof rowsInRequest>) {
  if (rows.length === 0) return [];
  try {
    const prediction = await model.predict(tableOfRows(model.description, rows));
    refuseUndefined(prediction, rows.length);
    return answeredRows(prediction);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const { code, message, hint } = error.description;
    throw new RequestProblem({
      status: 422,
      code: code === "column-unknown" ? "unknown-column" : "wrong-type",
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** A finite number of a request can be too large for the network's 32 bits; JSON has no word for what comes out then. */
function refuseUndefined(prediction: Prediction, rows: number): void {
  const outputs = prediction.task === "classification" ? prediction.probabilities : prediction.values;
  const bad = outputs.findIndex((output) => !Number.isFinite(output));
  if (bad < 0) return;
  throw new RequestProblem({
    status: 422,
    code: "out-of-range",
    message: `the model has no answer to row ${Math.floor((bad * rows) / outputs.length)}`,
    hint: "a number in it is far outside of what the model was trained on",
  });
}
