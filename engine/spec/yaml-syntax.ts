import type { YAMLError } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeOf } from "../diagnostics/place.ts";
import type { Source } from "../diagnostics/source.ts";
import { lineAt } from "../diagnostics/text-lines.ts";
import { unmask } from "./template-mask.ts";

type Fault = Pick<YAMLError, "code" | "message" | "pos">;
interface Explanation {
  readonly message?: string;
  readonly why?: string;
  readonly hint?: string;
}

/** What a person is told about an error of the parser; without an entry, its own words. */
const explanations: Partial<Record<Fault["code"], Explanation>> = {
  ALIAS_PROPS: { hint: "an alias (`*name`) takes no tag or anchor of its own" },
  BAD_ALIAS: { hint: 'a text that begins with `*` needs quotes: `"*.csv"`' },
  BAD_DIRECTIVE: { hint: "remove the line that begins with `%`, or put the text in quotes" },
  BAD_DQ_ESCAPE: {
    message: "there is no such escape in a text between double quotes",
    hint: "write `\\\\` for a backslash, or use single quotes: 'C:\\data'",
  },
  BAD_SCALAR_START: { message: "a text without quotes cannot begin with this character", hint: 'put the text in quotes: `"@daily"`' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a second `: ` on one line, or a line that is indented too far",
    why: "`key: value` may hold another `: ` only inside quotes; and keys of one map begin in one column",
    hint: 'put the text in quotes (`"a: b"`), or move the line below to the column of its neighbours',
  },
  BLOCK_IN_FLOW: {
    message: "lines with `- ` or `key:` cannot stand between `{ }` or `[ ]`",
    hint: "separate the values by commas, or write all of it in block style",
  },
  KEY_OVER_1024_CHARS: { message: "a key may have 1,024 characters at most" },
  MULTILINE_IMPLICIT_KEY: { message: "a key must stand on one line", hint: "is a `:` or a closing quote missing on this line?" },
  MULTIPLE_DOCS: {
    message: "a second document begins here",
    why: "a file holds one pipeline",
    hint: "remove the `---`, or move what follows into a file of its own",
  },
  TAB_AS_INDENT: { message: "a tab cannot indent a line", hint: "use spaces" },
  TAG_RESOLVE_FAILED: { message: "a tag that Millrace does not know", hint: "remove it; a text that begins with `!` needs quotes" },
};

const longestList = 10;

/** One diagnostic a line: what the parser stumbles over once more on the same line is a consequence. */
export function syntaxDiagnostics(faults: readonly Fault[], source: Source): readonly Diagnostic[] {
  const lines = new Set<number>();
  const first = faults
    .toSorted((left, right) => left.pos[0] - right.pos[0])
    .filter((fault) => {
      const { number } = lineAt(source.text, startOf(fault, source));
      return !lines.has(number) && lines.add(number);
    });
  return first.slice(0, longestList).map((fault) => describe(fault, source));
}

function describe(fault: Fault, source: Source): Diagnostic {
  const start = startOf(fault, source);
  const { message, ...rest } = explanations[fault.code] ?? byMessage(fault.message);
  return {
    code: "yaml-syntax",
    severity: "error",
    message: message ?? lowerFirst(unmask(fault.message)),
    place: placeOf(source, [0, start, Math.max(start + 1, Math.min(fault.pos[1], source.text.length))]),
    ...rest,
  };
}

/** Past the end of the text nothing can be shown: the last character can. */
const startOf = ({ pos }: Fault, source: Source): number => Math.min(pos[0], source.text.trimEnd().length);

function byMessage(message: string): Explanation {
  if (/Flow (map|sequence).*(end with|must end)/.test(message)) {
    const [open, close] = message.includes("map") ? ["{", "}"] : ["[", "]"];
    return { message: `the \`${open}\` before this has no \`${close}\``, hint: `close it with \`${close}\`` };
  }
  if (/closing ["']quote/.test(message)) return { message: "a text in quotes does not end", hint: "add the closing quote" };
  if (message.startsWith("All mapping items")) {
    return { message: "the keys of a map must begin in one column", hint: "indent this line as its neighbours are" };
  }
  if (message.startsWith("All collection items")) {
    return { message: "the items of a list must begin in one column", hint: "indent this line as its neighbours are" };
  }
  return {};
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
