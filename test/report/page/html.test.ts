import { expect, test } from "vitest";
import { html, trusted } from "../../../engine/report/page/html.ts";

test("escapes every value, in text and in attributes, and markup not twice", () => {
  const name = `"><script>'&`;
  const inner = html`<b title="${name}">${name}</b>`;
  expect(html`<p>${[inner, 1, undefined, false, "", trusted("<hr>")]}</p>`.text).toBe(
    '<p><b title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</b>1<hr></p>',
  );
});

test("shows what HTML cannot write, and keeps lines and tabs", () => {
  expect(html`${"a\u0000b\u001b[0m\u0085c\n\td"}`.text).toBe("a\u{fffd}b\u{fffd}[0m\u{fffd}c\n\td");
});
