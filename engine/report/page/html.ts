import { escapeXml } from "../escape-xml.ts";

/** Text that is markup already. Only `html` and `trusted` make it: whatever else comes into a page is escaped on its way. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | undefined | false | readonly Content[];

/** Markup with values in it, each escaped for text and for a quoted attribute. A value never stands in an unquoted attribute, a script or a style. */
export function html(markup: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(markup.map((part, index) => part + (index < values.length ? rendered(values[index]) : "")).join(""));
}

/** Says that this text was made as markup, by code that escapes what it was given. */
export const trusted = (text: string): Html => new Html(text);

function rendered(value: Content): string {
  if (value instanceof Html) return value.text;
  if (value === undefined || value === false) return "";
  if (typeof value === "object") return value.map(rendered).join("");
  return escapeXml(String(value));
}
