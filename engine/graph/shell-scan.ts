/** What stands around a template. Only a `bare` one can be quoted. */
export type Surrounding = "bare" | "quotes" | "here-document" | "comment" | "escape" | "backquotes" | "arithmetic" | "expansion";

export interface ShellWord {
  /** Without its quotes. */
  readonly text: string;
  /** Holds something that only the shell knows: `$NAME`, `$(…)`. */
  readonly dynamic: boolean;
  /** The first word of a command. */
  readonly first: boolean;
}

export interface ShellScan {
  /** Also those inside `$(…)`; neither comments nor here-documents. */
  readonly words: readonly ShellWord[];
  /** For each hole. */
  readonly surroundings: readonly Surrounding[];
}

export interface ShellText {
  readonly text: string;
  /** Ranges that are templates, in order. */
  readonly holes: readonly { readonly start: number; readonly end: number }[];
  readonly shell: "sh" | "bash";
}

/** Reads a command as a shell would cut it, without running anything. */
export const scanShell = (text: ShellText): ShellScan =>
  text.holes.length === 0 && isSimple(text.text) ? { words: simpleWords(text.text), surroundings: [] } : new Scanner(text).scan();

/** Whether a text has no quotes, expansions, comments, groups or here-documents: most commands have none, and are cut at once. */
export const isSimple = (text: string): boolean => !/['"`$\\#()<]/.test(text);

const simpleWords = (text: string): readonly ShellWord[] =>
  text.split(/[\n;|&]/).flatMap((command) =>
    command
      .split(/[\s>]+/)
      .filter((word) => word !== "")
      .map((word, index) => ({ text: word, dynamic: false, first: index === 0 })),
  );

interface Context {
  readonly kind: "command" | "substitution" | "backquotes" | "double" | "braces" | "arithmetic";
  /** Of parentheses inside. */
  depth: number;
  word: { text: string; dynamic: boolean } | undefined;
  first: boolean;
}

const ordinary = /[A-Za-z0-9_./:=@%+,-]+/y;
const separators = new Set(["\n", ";", "|", "&"]);

class Scanner {
  readonly #text: string;
  readonly #holes: ShellText["holes"];
  readonly #bash: boolean;
  readonly #words: ShellWord[] = [];
  readonly #surroundings: Surrounding[] = [];
  readonly #stack: Context[] = [newContext("command")];
  /** Here-documents whose bodies start at the next line. */
  #documents: { readonly end: string; readonly tabs: boolean }[] = [];
  #at = 0;

  constructor({ text, holes, shell }: ShellText) {
    this.#text = text;
    this.#holes = holes;
    this.#bash = shell === "bash";
  }

  scan(): ShellScan {
    while (this.#at < this.#text.length) this.#step();
    for (const context of this.#stack) this.#endWord(context);
    return { words: this.#words, surroundings: this.#surroundings };
  }

  #step(): void {
    if (this.#hole()) return;
    const context = this.#top;
    const character = this.#text.charAt(this.#at);
    if (character === "\\") this.#escape();
    else if (character === "$") this.#dollar();
    else if (character === "`") this.#backquote();
    else if (context.kind === "double") this.#inQuotes(character);
    else if (context.kind === "braces") this.#inBraces(character);
    else if (context.kind === "arithmetic") this.#inArithmetic(context, character);
    else this.#inCommand(context, character);
  }

  #inQuotes(character: string): void {
    if (character === '"') this.#pop();
    else this.#append(character);
  }

  #inBraces(character: string): void {
    if (character === "}") this.#pop();
    else if (character === '"') this.#push("double");
    else this.#skip(1);
  }

  #inArithmetic(context: Context, character: string): void {
    if (character === ")" && context.depth === 0) {
      this.#skip(1);
      this.#pop();
      return;
    }
    if (character === "(") context.depth += 1;
    if (character === ")") context.depth -= 1;
    this.#skip(1);
  }

  #inCommand(context: Context, character: string): void {
    const opensDocument = this.#text.startsWith("<<", this.#at) && !this.#text.startsWith("<<<", this.#at);
    if (character === "'") this.#single(false);
    else if (character === '"') this.#double(context);
    else if (character === "#" && context.word === undefined) this.#comment();
    else if (separators.has(character)) this.#separator(context, character);
    else if (character === "(" || character === ")") this.#parenthesis(context, character);
    else if (opensDocument) this.#documentStart(context);
    else if (/[\s<>]/.test(character)) this.#gap(context);
    else this.#appendRun();
  }

  /** Most of a command are letters that mean nothing to the shell. */
  #appendRun(): void {
    ordinary.lastIndex = this.#at;
    const end = this.#at + (ordinary.exec(this.#text)?.[0].length ?? 1);
    const run = this.#text.slice(this.#at, Math.min(end, this.#nextHole));
    this.#wordOf(this.#command).text += run;
    this.#skip(run.length);
  }

  #double(context: Context): void {
    this.#wordOf(context);
    this.#push("double");
  }

  #gap(context: Context): void {
    this.#endWord(context);
    this.#skip(1);
  }

  #separator(context: Context, character: string): void {
    this.#gap(context);
    context.first = true;
    if (character === "\n") this.#hereDocuments();
  }

  #parenthesis(context: Context, character: string): void {
    this.#endWord(context);
    context.first = true;
    const closes = character === ")" && context.kind === "substitution" && context.depth === 0;
    if (closes) {
      this.#pop();
      return;
    }
    context.depth += character === "(" ? 1 : -1;
    this.#skip(1);
  }

  #escape(): void {
    this.#skip(1);
    if (this.#text.charAt(this.#at) === "\n") this.#skip(1);
    else if (!this.#hole("escape")) this.#append(this.#text.charAt(this.#at));
  }

  #dollar(): void {
    const rest = this.#text.slice(this.#at + 1, Math.min(this.#at + 65, this.#nextHole));
    const word = this.#wordOf(this.#command);
    const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/.exec(rest);
    if (rest.startsWith("((")) this.#enter({ word, kind: "arithmetic", length: 3 });
    else if (rest.startsWith("(")) this.#enter({ word, kind: "substitution", length: 2 });
    else if (rest.startsWith("{") && !rest.startsWith("{{")) this.#enter({ word, kind: "braces", length: 2 });
    else if (name) {
      word.dynamic = true;
      this.#skip(1 + name[0].length);
    } else {
      this.#skip(1);
      if (this.#bash && rest.startsWith("'") && this.#top.kind !== "double") this.#single(true);
      else if (!this.#hole("escape")) word.text += "$";
    }
  }

  #enter({ word, kind, length }: { word: { dynamic: boolean }; kind: Context["kind"]; length: number }): void {
    word.dynamic = true;
    this.#skip(length - 1);
    this.#push(kind);
  }

  #backquote(): void {
    if (this.#top.kind === "backquotes") {
      this.#endWord(this.#top);
      this.#pop();
    } else {
      this.#wordOf(this.#command).dynamic = true;
      this.#push("backquotes");
    }
  }

  /** To the closing quote; with escapes only in bash's `$'…'`. */
  #single(escapes: boolean): void {
    const word = this.#wordOf(this.#command);
    this.#skip(1);
    while (this.#at < this.#text.length) {
      if (this.#hole("quotes")) continue;
      const character = this.#text.charAt(this.#at);
      this.#skip(1);
      if (character === "'") return;
      word.text += character;
      if (escapes && character === "\\") this.#skip(1);
    }
  }

  #comment(): void {
    while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== "\n") {
      if (!this.#hole("comment")) this.#skip(1);
    }
  }

  #documentStart(context: Context): void {
    this.#endWord(context);
    const start = /^<<(-?)[ \t]*((?:'[^']*'|"[^"]*"|\\.|[^\s;&|<>()])+)/.exec(this.#text.slice(this.#at, this.#nextHole));
    if (start) this.#documents.push({ end: (start[2] ?? "").replace(/['"\\]/g, ""), tabs: start[1] === "-" });
    this.#skip(start?.[0].length ?? 2);
  }

  #hereDocuments(): void {
    for (const { end, tabs } of this.#documents) {
      while (this.#at < this.#text.length) {
        const next = this.#text.indexOf("\n", this.#at);
        const until = next < 0 ? this.#text.length : next;
        const line = this.#text.slice(this.#at, until);
        while (this.#at < until) if (!this.#hole("here-document")) this.#skip(1);
        this.#at = Math.max(this.#at, until + 1);
        if ((tabs ? line.replace(/^\t+/, "") : line) === end) break;
      }
    }
    this.#documents = [];
  }

  /** Steps over a template, if one stands here, and notes what is around it. */
  #hole(around?: Surrounding): boolean {
    const hole = this.#holes[this.#surroundings.length];
    if (hole?.start !== this.#at) return false;
    this.#surroundings.push(around ?? this.#around());
    if (around !== "comment" && around !== "here-document") this.#wordOf(this.#command).dynamic = true;
    this.#at = hole.end;
    return true;
  }

  get #nextHole(): number {
    return this.#holes[this.#surroundings.length]?.start ?? this.#text.length;
  }

  #around(): Surrounding {
    if (this.#stack.some(({ kind }) => kind === "backquotes")) return "backquotes";
    const { kind } = this.#top;
    if (kind === "double") return "quotes";
    if (kind === "braces") return "expansion";
    return kind === "arithmetic" ? "arithmetic" : "bare";
  }

  #append(text: string): void {
    this.#wordOf(this.#command).text += text;
    this.#skip(1);
  }

  #wordOf(context: Context): { text: string; dynamic: boolean } {
    context.word ??= { text: "", dynamic: false };
    return context.word;
  }

  #endWord(context: Context): void {
    if (context.word === undefined) return;
    this.#words.push({ ...context.word, first: context.first });
    context.first = false;
    context.word = undefined;
  }

  #skip(count: number): void {
    this.#at += count;
  }

  #push(kind: Context["kind"]): void {
    this.#stack.push(newContext(kind));
    this.#skip(1);
  }

  #pop(): void {
    this.#stack.pop();
    this.#skip(1);
  }

  get #top(): Context {
    return this.#stack.at(-1) ?? newContext("command");
  }

  /** The innermost context that has words. */
  get #command(): Context {
    const found = this.#stack.findLast(({ kind }) => kind === "command" || kind === "substitution" || kind === "backquotes");
    return found ?? newContext("command");
  }
}

const newContext = (kind: Context["kind"]): Context => ({ kind, depth: 0, word: undefined, first: true });
