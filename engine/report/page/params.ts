import { type Html, html } from "./html.ts";
import type { PageSource } from "./page-source.ts";
import { absent, section } from "./words.ts";

export interface FlatParam {
  /** Dotted: `training.epochs`. */
  readonly name: string;
  readonly text: string;
}

/** The leaves of a tree of parameters, each by its dotted name; a list is one leaf. */
export function flatParams(value: unknown, prefix = ""): readonly FlatParam[] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) => flatParams(inner, prefix === "" ? key : `${prefix}.${key}`));
  }
  if (value === undefined || prefix === "") return [];
  return [{ name: prefix, text: typeof value === "string" ? value : JSON.stringify(value) }];
}

export function paramsSection({ facts }: PageSource): Html {
  const all = flatParams(facts.started.params);
  const rows = all.map(({ name, text }) => html`<tr><th scope="row"><code>${name}</code></th><td><code>${text}</code></td></tr>\n`);
  const content =
    all.length === 0
      ? absent("The pipeline has no parameters.")
      : html`<div class="scroll"><table><thead><tr><th scope="col">parameter</th><th scope="col">value</th></tr></thead><tbody>\n${rows}</tbody></table></div>\n`;
  return section({ id: "parameters", title: "Parameters", content });
}
