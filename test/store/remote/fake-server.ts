import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Asked {
  readonly method: string;
  /** Without bucket. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** How many requests there were before, and how many of this name and method. */
  readonly count: number;
  readonly again: number;
}

/** What a server may do instead of its work. `cut`: ends the connection after so many bytes of the body; `stall`: sends so many and no more; `silence`: does nothing, and says nothing. */
export type Fault =
  | { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> }
  | { readonly cut: number }
  | { readonly stall: number }
  | { readonly silence: true }
  | { readonly body: (bytes: Buffer) => Buffer };

export interface FakeRequest {
  /** Checks the signatures (AWS Signature Version 4) of these: access key to secret. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly fault?: (asked: Asked) => Fault | undefined;
  /** Milliseconds that its clock differs. */
  readonly skew?: number;
}

/** A server that speaks as much of S3 as Millrace asks of it, and plain HTTP, strictly; and does wrong what a test wants. */
export class FakeServer {
  readonly objects = new Map<string, Buffer>();
  readonly asked: Asked[] = [];
  readonly #uploads = new Map<string, { readonly name: string; readonly parts: Map<number, Buffer> }>();
  readonly #request: FakeRequest;
  fault: FakeRequest["fault"];
  url = "";

  private constructor(request: FakeRequest) {
    this.#request = request;
    this.fault = request.fault;
  }

  static async start(request: FakeRequest = {}): Promise<FakeServer> {
    const fake = new FakeServer(request);
    const server = createServer((incoming, answer) => void fake.#serve(incoming, answer));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    onTestFinished(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    return fake;
  }

  async #serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? "/", this.url);
    const method = incoming.method ?? "GET";
    const name = decodeURIComponent(url.pathname)
      .replace(/^\/bucket\//, "")
      .replace(/^\//, "");
    const again = this.asked.filter((asked) => asked.name === name && asked.method === method).length;
    const asked: Asked = { method, name, query: url.searchParams, headers: incoming.headers, count: this.asked.length, again };
    this.asked.push(asked);
    answer.setHeader("date", new Date(Date.now() + (this.#request.skew ?? 0)).toUTCString());
    const fault = this.fault?.(asked);
    if (fault !== undefined && "silence" in fault) return;
    if (fault !== undefined && "status" in fault) return this.#refuse(answer, fault);
    const refusal = this.#request.keys === undefined ? undefined : this.#badSignature(incoming, body);
    if (refusal !== undefined) return this.#refuse(answer, refusal);
    const reply = this.#reply(asked, body);
    if (reply.status >= 400) return this.#refuse(answer, reply);
    this.#send(answer, { ...reply, body: reply.body ?? Buffer.alloc(0) }, method === "HEAD", fault);
  }

  #send(answer: ServerResponse, reply: Required<Pick<Reply, "status" | "body">> & Reply, isHead: boolean, fault: Fault | undefined): void {
    const bytes = fault !== undefined && "body" in fault ? fault.body(reply.body) : reply.body;
    answer.writeHead(reply.status, { "content-length": String(isHead ? reply.body.length : bytes.length), ...reply.headers });
    if (isHead || fault === undefined || "body" in fault || "status" in fault || "silence" in fault) {
      answer.end(isHead ? undefined : bytes);
      return;
    }
    const most = "cut" in fault ? fault.cut : fault.stall;
    answer.write(bytes.subarray(0, most), () => {
      if ("cut" in fault) answer.destroy();
    });
  }

  #refuse(answer: ServerResponse, { status, code = `Fault${status}`, headers = {} }: Reply & { readonly code?: string }): void {
    answer.writeHead(status, { "content-type": "application/xml", ...headers });
    answer.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>said the test</Message></Error>`);
  }

  #reply({ method, name, query, headers }: Asked, body: Buffer): Reply {
    if (query.get("list-type") === "2") return this.#list(query);
    if (query.has("uploads")) return this.#listOrBegin(method, name, query);
    const id = query.get("uploadId");
    if (id !== null) return this.#upload({ method, name, id, part: Number(query.get("partNumber")), body });
    if (method === "PUT") {
      if (headers["if-none-match"] === "*" && this.objects.has(name)) return { status: 412, code: "PreconditionFailed" };
      this.objects.set(name, body);
      return { status: 200, headers: { etag: etagOf(body) } };
    }
    const object = this.objects.get(name);
    if (object === undefined) return { status: 404, code: "NoSuchKey" };
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "");
    if (range === null) return { status: 200, body: object };
    const from = Number(range[1]);
    if (from >= object.length) return { status: 416, code: "InvalidRange", headers: { "content-range": `bytes */${object.length}` } };
    const part = object.subarray(from, range[2] === "" ? undefined : Number(range[2]) + 1);
    return { status: 206, body: part, headers: { "content-range": `bytes ${from}-${from + part.length - 1}/${object.length}` } };
  }

  #list(query: URLSearchParams): Reply {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, 100);
    const more = names.length > 100 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    const contents = page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join("");
    return xml(`<ListBucketResult><IsTruncated>${more !== ""}</IsTruncated>${more}${contents}</ListBucketResult>`);
  }

  #listOrBegin(method: string, name: string, query: URLSearchParams): Reply {
    if (method === "POST") {
      const id = `upload-${this.#uploads.size}`;
      this.#uploads.set(id, { name, parts: new Map() });
      return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    const prefix = query.get("prefix") ?? "";
    const uploads = [...this.#uploads].filter(([, upload]) => upload.name.startsWith(prefix));
    const texts = uploads.map(([id, upload]) => `<Upload><Key>${upload.name}</Key><UploadId>${id}</UploadId></Upload>`);
    return xml(`<ListMultipartUploadsResult>${texts.join("")}</ListMultipartUploadsResult>`);
  }

  #upload({ method, name, id, part, body }: { method: string; name: string; id: string; part: number; body: Buffer }): Reply {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return { status: 404, code: "NoSuchUpload" };
    if (method === "PUT") {
      upload.parts.set(part, body);
      return { status: 200, headers: { etag: etagOf(body) } };
    }
    const parts = [...upload.parts].sort(([one], [other]) => one - other);
    if (method === "GET") {
      const texts = parts.map(([number, bytes]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etagOf(bytes)}</ETag></Part>`);
      return xml(`<ListPartsResult><IsTruncated>false</IsTruncated>${texts.join("")}</ListPartsResult>`);
    }
    this.objects.set(name, Buffer.concat(parts.map(([, bytes]) => bytes)));
    this.#uploads.delete(id);
    return xml("<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
  }

  #badSignature(incoming: IncomingMessage, body: Buffer): Reply | undefined {
    const parsed =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/.exec(
        incoming.headers.authorization ?? "",
      );
    if (parsed === null) return { status: 403, code: "AccessDenied" };
    const [, key = "", day = "", region = "", signed = "", signature] = parsed;
    const secret = this.#request.keys?.[key];
    if (secret === undefined) return { status: 403, code: "InvalidAccessKeyId" };
    const stamp = String(incoming.headers["x-amz-date"]);
    const at = Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    if (Math.abs(at - Date.now() - (this.#request.skew ?? 0)) > 900_000) return { status: 403, code: "RequestTimeTooSkewed" };
    const payload = String(incoming.headers["x-amz-content-sha256"]);
    if (payload !== sha256(body)) return { status: 400, code: "XAmzContentSHA256Mismatch" };
    const [path = "", search = ""] = (incoming.url ?? "").split("?");
    const query = search
      .split("&")
      .filter(Boolean)
      .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
      .sort()
      .join("&");
    const headers = signed.split(";").map((name) => `${name}:${String(incoming.headers[name]).trim()}\n`);
    const canonical = [incoming.method, path, query, headers.join(""), signed, payload].join("\n");
    const scope = `${day}/${region}/s3/aws4_request`;
    const signing = [day, region, "s3", "aws4_request"].reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${secret}`));
    const wanted = hmac(signing, ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n")).toString("hex");
    return wanted === signature ? undefined : { status: 403, code: "SignatureDoesNotMatch" };
  }
}

interface Reply {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

const xml = (text: string): Reply => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: Buffer.from(`<?xml version="1.0"?>${text}`),
});
const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
const etagOf = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
