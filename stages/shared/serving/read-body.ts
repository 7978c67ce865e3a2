import type { IncomingMessage } from "node:http";
import { RequestProblem } from "./request-problem.ts";

/** 10 MB: about 50,000 rows of a dozen numbers. */
export const defaultBodyLimit = 10_000_000;

/** The body as JSON. What is over the limit is refused before it is read, or once the limit is passed; never more is kept. */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<unknown> {
  refuseEncoded(request);
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const bytes = await collect(request, limit);
  if (bytes.length === 0) {
    throw new RequestProblem({ status: 400, code: "no-body", message: "the request has no body", hint: bodyHint });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RequestProblem({ status: 400, code: "encoding", message: "the body is not UTF-8", hint: bodyHint });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RequestProblem({ status: 400, code: "not-json", message: `the body is not JSON: ${reason}`, hint: bodyHint });
  }
}

export const bodyHint = 'send { "rows": [ { "column": value, ... } ] }; GET / names the columns';

function refuseEncoded({ headers }: IncomingMessage): void {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return;
  throw new RequestProblem({
    status: 415,
    code: "encoding",
    message: `a body that is encoded as ${encoding} is not read`,
    hint: "send it without Content-Encoding",
  });
}

async function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Listeners, not an iterator: leaving an iterator early destroys the socket before the answer is out.
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      request.off("data", onData);
      settle();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) end(() => reject(tooLarge(limit)));
      else chunks.push(chunk);
    };
    request.on("data", onData);
    request.once("end", () => end(() => resolve(Buffer.concat(chunks))));
    request.once("error", (error) => end(() => reject(error)));
    request.once("close", () => end(() => reject(new Error("the client went away"))));
  });
}

function tooLarge(limit: number): RequestProblem {
  return new RequestProblem({
    status: 413,
    code: "body-too-large",
    message: `the body is over ${limit.toLocaleString("en")} bytes`,
    hint: "send the rows in several requests, or use evaluate for a whole table",
  });
}
