import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CommandEnd, type JsonRun, millrace, millraceRun } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A project of its own, in which a scenario is played from the command line. */
export class Mill {
  readonly folder: string;

  constructor(files: Readonly<Record<string, string>>) {
    this.folder = join(temporaryFolder({ within: quickFolder }), "mill");
    this.write("millrace.config.yaml", "");
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** The stages of its pipeline, as they stand below `stages:`. */
  stages(text: string): void {
    this.write("pipeline.yaml", `stages:\n${text}`);
  }

  replace(path: string, before: string, after: string): void {
    const text = this.read(path);
    if (!text.includes(before)) throw new Error(`${path} does not hold ${before}`);
    this.write(path, text.replace(before, after));
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  remove(...paths: readonly string[]): void {
    for (const path of paths) rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  get lock(): string {
    return this.read("pipeline.lock.json");
  }

  /** The stages of the lock, each with its line. */
  get locked(): readonly string[] {
    return this.has("pipeline.lock.json") ? [...this.lock.matchAll(/^"([^"]+)":\{/gm)].map(([, stage = ""]) => stage) : [];
  }

  say(...words: readonly string[]): Promise<CommandEnd> {
    return millrace(this.folder, ...words);
  }

  run(...words: readonly string[]): Promise<JsonRun> {
    return millraceRun(this.folder, ...words);
  }

  /** How each stage ended. */
  async outcomes(...words: readonly string[]): Promise<Readonly<Record<string, string>>> {
    return (await this.run(...words)).outcomes;
  }
}

/** A stage that copies. */
export const copying = (stage: string, from: string, ...more: readonly string[]): string =>
  [
    `  ${stage}:`,
    "    run: cat ${{ in.source }} > ${{ out.copy }}",
    `    in: { source: ${from} }`,
    `    out: { copy: ./${stage}.txt }`,
    ...more,
    "",
  ].join("\n");
