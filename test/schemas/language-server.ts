import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

export interface EditorDiagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** The YAML language server that editors use, spoken to over stdio as an editor does. It may reach no schema store. */
export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnostics = new Map<string, (diagnostics: readonly EditorDiagnostic[]) => void>();
  #received: Buffer = Buffer.alloc(0);
  #requests = 0;

  private constructor() {
    const home = dirname(createRequire(import.meta.url).resolve("yaml-language-server/package.json"));
    this.#process = spawn(process.execPath, [join(home, "bin", "yaml-language-server"), "--stdio"]);
    this.#process.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer();
    await server.request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } } },
      },
    });
    server.#send({ method: "initialized", params: {} });
    return server;
  }

  /** Opens a text as that file, and gives what the server finds wrong in it. */
  open(file: string, text: string): Promise<readonly EditorDiagnostic[]> {
    const uri = pathToFileURL(file).href;
    const found = new Promise<readonly EditorDiagnostic[]>((resolve) => this.#diagnostics.set(uri, resolve));
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    return found;
  }

  /** What is offered at a place of an open file: labels, sorted. Lines and characters count from 0. */
  async complete(file: string, line: number, character: number): Promise<readonly string[]> {
    const result = await this.request("textDocument/completion", {
      textDocument: { uri: pathToFileURL(file).href },
      position: { line, character },
    });
    const { items = [] } = (result ?? {}) as { readonly items?: readonly { readonly label: string }[] };
    return [...new Set(items.map(({ label }) => label))].sort();
  }

  /** The text of the tooltip at a place. */
  async hover(file: string, line: number, character: number): Promise<string> {
    const result = await this.request("textDocument/hover", {
      textDocument: { uri: pathToFileURL(file).href },
      position: { line, character },
    });
    const { contents } = (result ?? {}) as { readonly contents?: { readonly value: string } };
    return contents?.value ?? "";
  }

  request(method: string, params: unknown): Promise<unknown> {
    this.#requests += 1;
    const id = this.#requests;
    const answer = new Promise<unknown>((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    return answer;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const header = this.#received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.toString("utf8", 0, Math.max(0, header)))?.[1]);
      if (header === -1 || this.#received.length < header + 4 + length) return;
      const body = this.#received.toString("utf8", header + 4, header + 4 + length);
      this.#received = this.#received.subarray(header + 4 + length);
      this.#handle(JSON.parse(body) as Message);
    }
  }

  #handle({ id, method, params, result }: Message): void {
    if (method === "workspace/configuration") {
      const { items } = params as { readonly items: readonly { readonly section: string }[] };
      const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
      this.#send({ id, result: items.map(({ section }) => (section === "yaml" ? yaml : null)) });
    } else if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly EditorDiagnostic[] };
      this.#diagnostics.get(uri)?.(diagnostics);
    } else if (method !== undefined && id !== undefined) {
      this.#send({ id, result: null });
    } else if (id !== undefined) {
      this.#answers.get(id)?.(result);
    }
  }
}
