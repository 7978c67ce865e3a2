import { hash } from "node:crypto";
import { type Html, html, trusted } from "./html.ts";

export interface PageShell {
  readonly title: string;
  readonly style: string;
  /** The one script that may run. */
  readonly script: string;
  /** What stands in `<body>`, with a line feed at its end. */
  readonly body: Html;
}

/** A file that asks for nothing and lets no script run but its own: the policy refuses what should have been escaped and was not. */
export function pageShell({ title, style, script, body }: PageShell): string {
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash("sha256", script, "base64")}'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
${body}<script>${trusted(script)}</script>
</body>
</html>
`.text;
}
