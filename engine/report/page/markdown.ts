import { Marked } from "marked";
import { escapeXml } from "../escape-xml.ts";
import { type Html, trusted } from "./html.ts";

/**
 * Markdown as it comes out of a stage, which nobody has checked: markup in it is shown as text, a picture as its description, and
 * a link leads only to the web or within the page. Headings go under those of the page.
 */
const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeXml(text),
    image: ({ text, href }) => `<span class="quiet">[picture: ${escapeXml(text === "" ? href : text)}]</span>`,
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return /^https?:\/\//i.test(href) ? `<a href="${escapeXml(href)}" rel="noreferrer">${text}</a>` : text;
    },
    heading({ tokens, depth }) {
      const level = Math.min(6, depth + 3);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    table({ header, rows }) {
      const cell = (name: string, { tokens, align }: (typeof header)[number]): string =>
        `<${name}${align === null ? "" : ` class="${align}"`}>${this.parser.parseInline(tokens)}</${name}>`;
      const head = header.map((one) => cell("th", one)).join("");
      const body = rows.map((row) => `<tr>${row.map((one) => cell("td", one)).join("")}</tr>\n`).join("");
      return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table></div>\n`;
    },
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

export function markdown(text: string): Html {
  return trusted(marked.parse(text, { async: false }));
}
