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

/** One diagnostic a line, and one for all tabs: what the parser stumbles over once more on the same line is a consequence. */
export function syntaxDiagnostics(faults: readonly Fault[], source: Source): readonly Diagnostic[] {
  const lines = new Set<number>();
  const firstTab = faults.find(({ code }) => code === "TAB_AS_INDENT");
  const first = faults
    .filter((fault) => fault.code !== "TAB_AS_INDENT" || fault === firstTab)
    .toSorted((left, right) => left.pos[0] - right.pos[0])
    .filter((fault) => {
      const { number } = lineAt(source.text, startOf(fault, source));
      return !lines.has(number) && lines.add(number);
    });
  return first.slice(0, longestList).map((fault) => describe(fault, source));
}

function describe(fault: Fault, source: Source): Diagnostic {
  const start = startOf(fault, source);
  const { message, ...rest } =
    explanations[fault.code] ?? (fault.code === "BLOCK_AS_IMPLICIT_KEY" ? nested(fault, source) : byMessage(fault.message));
  return {
    code: "yaml-syntax",
    severity: "error",
    message: message ?? lowerFirst(unmask(fault.message)),
    place: placeOf(source, [0, start, Math.max(start + 1, Math.min(fault.pos[1], source.text.length))]),
    ...rest,
  };
}

/** `a: b: c` on one line, or a value followed by a line that is indented as if it belonged to it. */
function nested({ pos }: Fault, source: Source): Explanation {
  const line = source.text.slice(pos[0], lineAt(source.text, pos[0]).end);
  if (/:(\s|$)/.test(line)) {
    return {
      message: "a text that holds `: ` needs quotes",
      why: "on one line, YAML takes a second `: ` for the beginning of another map",
      hint: `write \`"${line.trimEnd()}"\``,
    };
  }
  return {
    message: "the line below is indented as if it belonged to this value",
    why: "a key has a value beside it, or keys below it, not both",
    hint: "move the line below to the column of this key, or remove the value",
  };
}

/** Past the end of the text nothing can be shown: the last character can. */
const startOf = ({ pos }: Fault, source: Source): number => Math.min(pos[0], source.text.trimEnd().length);

function byMessage(message: string): Explanation {
  if (message.startsWith("All mapping items")) {
    return { message: "the keys of a map must begin in one column", hint: "indent this line as its neighbours are" };
  }
  if (message.startsWith("All collection items")) {
    return { message: "the items of a list must begin in one column", hint: "indent this line as its neighbours are" };
  }
  return {};
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
