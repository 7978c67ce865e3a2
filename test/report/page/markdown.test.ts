import { expect, test } from "vitest";
import { markdown } from "../../../engine/report/page/markdown.ts";

test("shows what a stage wrote, and runs and fetches nothing of it", async () => {
  const text = `# Wine & cheese

Some *words*, \`code <b>\` and [a page](https://example.org/?a=1&b="2").

| grape | rows |
| --- | ---: |
| barolo <b>bold</b> | 59 |

- [x] done
- [ ] to do

\`\`\`html
<script>alert(1)</script>
\`\`\`

<script>alert(2)</script>

<img src=x onerror=alert(3)> inline

[run](javascript:alert(4)) [file](file:///etc/passwd) [data](data:text/html,x) ![a picture](https://example.org/a.png "title") ![](x.svg)

<https://example.org/auto> <javascript:alert(5)>
`;
  await expect(markdown(text).text).toMatchFileSnapshot("whole/markdown.html.txt");
});
