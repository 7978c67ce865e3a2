import { StageFailure } from "../../engine/kind/stage-context.ts";
import { didYouMean } from "../shared/table/did-you-mean.ts";

/** `{{ metrics.accuracy }}`, or whatever else begins with such braces; a backslash before them keeps them as text. */
const field = /(\\|\$)?\{\{(?:([^{}\n]*)\}\})?/g;

/** The mark that a person has yet to write something. */
const unfilled = /<!--\s*fill in\b/;

export interface CardTemplate {
  /** How the file is called in messages. */
  readonly file: string;
  readonly text: string;
}

/** Fields filled in. Throws StageFailure `unknown-template`, with place and line, for a field that is not one. */
export function fillCard(template: CardTemplate, values: ReadonlyMap<string, string>): string {
  return template.text.replace(field, (whole, before: string | undefined, inner: string | undefined, offset: number) => {
    if (before === "\\") return whole.slice(1);
    const name = inner?.trim() ?? "";
    const value = values.get(name);
    if (before === undefined && value !== undefined) return value;
    throw unknownField({ template, offset, whole, name, known: [...values.keys()] });
  });
}

/** The headings under which something is left to fill in; `the top` where it stands under none. */
export function unfilledSections(text: string): readonly string[] {
  const sections = text.split(/^(?=#{1,6}\s)/m);
  return sections.filter((section) => unfilled.test(section)).map((section) => /^#{1,6}\s+(.*?)\s*#*\s*$/m.exec(section)?.[1] ?? "the top");
}

function unknownField(found: {
  template: CardTemplate;
  offset: number;
  whole: string;
  name: string;
  known: readonly string[];
}): StageFailure {
  const { template, offset, whole, name, known } = found;
  const before = template.text.slice(0, offset).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  const line = template.text.split("\n")[before.length - 1] ?? "";
  const why = `${template.file}:${before.length}:${column}\n  ${line}\n  ${" ".repeat(column - 1)}${"^".repeat(whole.length)}`;
  if (whole.startsWith("$")) {
    return new StageFailure({
      code: "unknown-template",
      message: `${whole} is of the pipeline's language, and a model card has its own`,
      why,
      hint: "a card knows {{ model.version }} and the like; to write the braces themselves, \\{{",
    });
  }
  if (!whole.endsWith("}}")) {
    return new StageFailure({ code: "unknown-template", message: `${whole} is not closed`, why, hint: "write }} on the same line" });
  }
  const near = didYouMean(name, known);
  return new StageFailure({
    code: "unknown-template",
    message: `${whole} is no field of a model card`,
    why,
    hint: near === undefined ? `the fields are ${known.join(", ")}` : `write {{ ${near} }}`,
  });
}
