import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeOf } from "../diagnostics/place.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import { lineAt } from "../diagnostics/text-lines.ts";
import { blockStyle } from "./block-style.ts";
import type { SourceEntry, SourceValue } from "./pipeline.ts";
import { holdsMask, maskTemplates, unmask } from "./template-mask.ts";
import { syntaxDiagnostics } from "./yaml-syntax.ts";

export interface YamlReading {
  /** Absent where the text holds nothing at all. */
  readonly value?: SourceValue;
  readonly diagnostics: readonly Diagnostic[];
  /** Offsets at which the text is not YAML: what stands around them may be read wrongly. */
  readonly damage: readonly number[];
  /** Offsets at which a value was left out; what stands around it is sound. */
  readonly gaps: readonly number[];
}

/** Guards against aliases of aliases of aliases: a few lines that stand for millions of values. */
const mostValues = 200_000;
const greatestInteger = 2n ** 53n;

/** YAML 1.2, core schema, as located values: every fault of the text is found, and what can be read of the rest is returned. */
export function readYaml(source: Source, index: number): YamlReading {
  const masked = maskTemplates(source.text);
  const document = parseDocument(masked, {
    version: "1.2",
    schema: "core",
    intAsBigInt: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const reader = new TreeReader({ source, index, masked, document });
  const value = document.contents === null ? undefined : reader.read(document.contents, undefined);
  const faults = [...document.errors, ...document.warnings].filter((fault) => !(reader.unclosed.length > 0 && saysUnclosed(fault)));
  return {
    ...(value !== undefined && { value }),
    diagnostics: [...syntaxDiagnostics(faults, source), ...reader.diagnostics],
    gaps: reader.gaps,
    // What stands on the rest of the line may be read wrongly too.
    damage: [...reader.unclosed, ...faults.flatMap(({ pos: [start] }) => [start, lineAt(source.text, start).end])],
  };
}

/** The parser says it at the place where it gave up; `TreeReader` says it where the bracket or quote stands. */
const saysUnclosed = ({ message }: { readonly message: string }): boolean => /^Flow (map|sequence)|closing ["']quote/.test(message);

/** The outermost flow collection around a value, and the key that it belongs to. */
interface Flow {
  readonly at: Span;
  readonly bracket: "{" | "[";
  readonly key: string | undefined;
  /** Where its first template is. */
  template?: Span;
}

interface Reading {
  readonly source: Source;
  readonly index: number;
  readonly masked: string;
  readonly document: Document;
}

class TreeReader {
  readonly diagnostics: Diagnostic[] = [];
  /** Offsets of brackets and quotes without their counterparts. */
  readonly unclosed: number[] = [];
  readonly gaps: number[] = [];
  readonly #reading: Reading;
  readonly #open = new Set<Node>();
  #values = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  read(node: Node, flow: Flow | undefined, key?: string): SourceValue {
    this.#values += 1;
    if (isScalar(node)) return this.#scalar(node, flow);
    if (isAlias(node)) return this.#alias(node, key);
    const outer = flow ?? this.#flowOf(node, key);
    if (isCollection(node) && node.flow === true) this.#expectEnd(node, isMap(node) ? "}" : "]");
    const value = isMap(node) ? this.#map(node, outer) : isSeq(node) ? this.#list(node, outer) : this.#nothing(this.#span(node));
    if (flow === undefined && outer?.template !== undefined) this.#reportTemplate(value, { ...outer, template: outer.template });
    return value;
  }

  #map(node: YAMLMap, flow: Flow | undefined): SourceValue {
    const entries = new Map<string, SourceEntry>();
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const entry = this.#entry(pair, node, flow);
      if (entry === undefined) continue;
      const first = entries.get(entry.key);
      if (first === undefined) entries.set(entry.key, entry);
      else this.#reportDuplicate(first, entry);
    }
    return { kind: "map", entries: [...entries.values()], at: this.#span(node) };
  }

  #entry({ key, value }: Pair<Node | null, Node | null>, map: YAMLMap, flow: Flow | undefined): SourceEntry | undefined {
    if (!isScalar(key) || key.value === null) {
      this.#report("wrong-type", "a key must be a text", key === null ? this.#span(map) : this.#span(key), {
        hint: 'put the key in quotes if it is meant as a text: `"[1, 2]": …`',
      });
      return undefined;
    }
    const keyAt = this.#span(key);
    const text = unmask(typeof key.value === "string" ? key.value : (key.source ?? String(key.value)));
    if (text === "<<" && key.type === "PLAIN") {
      this.#report("unknown-key", "`<<` merges maps in YAML 1.1 only", keyAt, {
        why: "Millrace reads YAML 1.2, which has no merge keys",
        hint: "write the keys out, or use an alias for the whole value: `with: *settings`",
      });
      return undefined;
    }
    this.#noticeTemplate(key, flow);
    if (value === null) return { key: text, keyAt, value: this.#nothing([keyAt[0], keyAt[2], keyAt[2]]) };
    return this.#leadsNowhere(value) ? undefined : { key: text, keyAt, value: this.read(value, flow, text) };
  }

  #list(node: YAMLSeq, flow: Flow | undefined): SourceValue {
    const items = (node.items as Node[]).flatMap((item) => (this.#leadsNowhere(item) ? [] : [this.read(item, flow)]));
    return { kind: "list", items, at: this.#span(node) };
  }

  #scalar(node: Scalar, flow: Flow | undefined): SourceValue {
    const at = this.#span(node);
    const { value, source = "" } = node;
    this.#noticeTemplate(node, flow);
    if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") this.#expectEnd(node, node.type === "QUOTE_DOUBLE" ? '"' : "'");
    if (typeof value === "string") return { kind: "scalar", tag: "str", text: unmask(value), at };
    if (typeof value === "bigint") {
      if (value > greatestInteger || value < -greatestInteger) this.#reportInteger(source, at);
      return { kind: "scalar", tag: "int", text: source, at };
    }
    const tag = typeof value === "number" ? "float" : typeof value === "boolean" ? "bool" : "null";
    return { kind: "scalar", tag, text: source, at };
  }

  #alias(node: Alias, key: string | undefined): SourceValue {
    const target = node.resolve(this.#reading.document);
    const at = this.#span(node);
    if (target === undefined) return this.#nothing(at);
    if (this.#open.has(target) || this.#values > mostValues) {
      const endless = this.#open.has(target);
      this.#report(
        "yaml-syntax",
        endless ? `\`*${node.source}\` stands inside what it stands for` : "these aliases stand for more than 200,000 values",
        at,
        {
          hint: "write the value out",
        },
      );
      return this.#nothing(at);
    }
    this.#open.add(target);
    const value = this.read(target, undefined, key);
    this.#open.delete(target);
    return value;
  }

  /** An alias without its anchor: mostly a text like `*.csv`. It is left out. */
  #leadsNowhere(node: Node): boolean {
    if (!isAlias(node) || node.resolve(this.#reading.document) !== undefined) return false;
    const at = this.#span(node);
    this.gaps.push(at[1]);
    this.#report("yaml-syntax", `\`*${node.source}\` stands for nothing`, at, {
      why: `without quotes, \`*\` means the value that \`&${node.source}\` marks earlier in the file`,
      hint: `if it is a text, put it in quotes: \`"*${node.source}"\``,
    });
    return true;
  }

  /** Of brackets and quotes that stand in one another, only the first is told: closing it may close the others. */
  #expectEnd(node: Node, end: string): void {
    const at = this.#span(node);
    const text = this.#reading.masked.slice(at[1], at[2]).trimEnd();
    if (text.length > 1 && text.endsWith(end)) return;
    const start = text.charAt(0);
    const isFirst = this.unclosed.length === 0;
    this.unclosed.push(at[1]);
    if (!isFirst) return;
    const message = /["']/.test(end) ? "this quote is not closed" : `this \`${start}\` has no \`${end}\``;
    this.#report("yaml-syntax", message, [at[0], at[1], at[1] + 1], { hint: `close it with \`${end}\`` });
  }

  #nothing(at: Span): SourceValue {
    return { kind: "scalar", tag: "null", text: "", at };
  }

  #span(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return [this.#reading.index, start, Math.max(start, end)];
  }

  #flowOf(node: Node, key: string | undefined): Flow | undefined {
    if (!(isMap(node) || isSeq(node)) || node.flow !== true) return undefined;
    return { at: this.#span(node), bracket: isMap(node) ? "{" : "[", key };
  }

  #noticeTemplate(node: Scalar, flow: Flow | undefined): void {
    if (flow === undefined || flow.template !== undefined || node.type !== "PLAIN") return;
    const at = this.#span(node);
    if (holdsMask(this.#reading.masked.slice(at[1], at[2]))) flow.template = at;
  }

  #reportTemplate(value: SourceValue, flow: Flow & { readonly template: Span }): void {
    const shape = flow.bracket === "{" ? "map" : "list";
    const [open, close] = flow.bracket === "{" ? ["{", "}"] : ["[", "]"];
    const block = blockStyle(value, this.#reading.source.text);
    this.#report("template-in-flow", `a template cannot stand inside \`${open} ${close}\` without quotes`, flow.template, {
      why: `in a ${shape} between \`${open}\` and \`${close}\` YAML takes the braces of \`\${{ }}\` for its own`,
      hint: `put the template in quotes, or write the ${shape} in block style:\n${flow.key === undefined ? indent(block, 2) : `  ${flow.key}:\n${indent(block, 4)}`}`,
    });
  }

  #reportDuplicate(first: SourceEntry, second: SourceEntry): void {
    this.diagnostics.push({
      code: "duplicate-key",
      severity: "error",
      message: `\`${second.key}\` stands here for the second time`,
      place: placeOf(this.#reading.source, second.keyAt),
      related: [{ label: "it stands first here", place: placeOf(this.#reading.source, first.keyAt) }],
      why: "a map has each key once; of two, nobody can say which counts",
      hint: "remove one of them, or give it another name",
    });
  }

  #reportInteger(text: string, at: Span): void {
    this.#report("unsafe-integer", `${text} is too large for a whole number`, at, {
      why: "above 2^53 (9007199254740992) JavaScript rounds whole numbers, so digits would be lost without a word",
      hint: `if it is an identifier, make it a text: \`"${text}"\``,
    });
  }

  #report(code: Diagnostic["code"], message: string, at: Span, more: { readonly why?: string; readonly hint?: string }): void {
    this.diagnostics.push({ code, severity: "error", message, place: placeOf(this.#reading.source, at), ...more });
  }
}

const indent = (text: string, by: number): string => text.replace(/^/gm, " ".repeat(by));
