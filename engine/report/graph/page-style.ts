/** Of the page around the picture. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #ffffff; --surface: #f6f8fa; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1117; --surface: #151b23; --ink: #f0f6fc; --quiet: #9198a1; --line: #3d444d; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.25rem; background: var(--ground); color: var(--ink); font: 15px/1.5 ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 0; font-size: 1.15rem; overflow-wrap: anywhere; }
header p, article p { margin: 0.1rem 0 1rem; color: var(--quiet); }
.hint { display: none; }
.scripted .hint { display: inline; }
main { display: flex; gap: 1.25rem; align-items: flex-start; }
.picture { flex: 1 1 auto; min-width: 0; overflow: auto; border: 1px solid var(--line); border-radius: 8px; }
.picture svg { display: block; margin: 0 auto; }
.stages { flex: 0 0 24rem; max-width: 100%; }
body:not(.scripted) main { flex-direction: column; }
body:not(.scripted) .stages { flex-basis: auto; width: 100%; }
article { padding: 1rem; margin-bottom: 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.scripted .stages { position: sticky; top: 1rem; }
.scripted article { max-height: calc(100vh - 2rem); overflow: auto; }
dl { margin: 0; }
dt { margin-top: 0.6rem; color: var(--quiet); font-size: 0.85rem; }
dd { margin: 0; }
code { display: block; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; white-space: pre-wrap; padding-left: 1rem; text-indent: -1rem; }
.edge.near .stroke { stroke-width: 3; }
@media (max-width: 60rem) {
  main { flex-direction: column; }
  .picture { width: 100%; }
  .scripted .stages { position: static; flex-basis: auto; width: 100%; }
  .scripted article { max-height: none; }
}
`;
