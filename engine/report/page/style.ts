/** Light or dark as the reader's system is; on paper, light and without what can only be clicked. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f6f8fa; --sheet: #ffffff; --ink: #1f2328; --quiet: #59636e; --rule: #d1d9e0; --link: #0550ae; --code: #f0f3f6;
  --good: #1a7f37; --good-ground: #dafbe1; --bad: #b3202c; --bad-ground: #ffebe9; --caution: #7d4e00; --caution-ground: #fff3c4;
  --quiet-ground: #eef1f4; --bar-good: #2da44e; --bar-bad: #cf222e; --bar-quiet: #8b949e; --bar-caution: #bf8700; --critical: #0550ae;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --sheet: #151b23; --ink: #e6edf3; --quiet: #9198a1; --rule: #3d444d; --link: #79b8ff; --code: #21262d;
    --good: #56d364; --good-ground: #12301c; --bad: #ff9492; --bad-ground: #4a1a1c; --caution: #e3b341; --caution-ground: #3a2d08;
    --quiet-ground: #242a33; --bar-good: #2ea043; --bar-bad: #f85149; --bar-quiet: #6e7681; --bar-caution: #d29922; --critical: #79b8ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", sans-serif; }
header, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
h1 { margin: .1rem 0 .2rem; font-size: 2rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 .75rem; font-size: 1.2rem; }
h3 { margin: 1rem 0 .4rem; font-size: 1rem; overflow-wrap: anywhere; }
h4, h5, h6 { margin: 1rem 0 .4rem; font-size: .95rem; }
p { margin: 0 0 .6rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .87em; }
code { overflow-wrap: anywhere; }
td code, td .stage, th .stage, th code { overflow-wrap: break-word; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.eyebrow, .quiet, .absent, figcaption { color: var(--quiet); }
h3 .quiet { font-weight: 400; }
.eyebrow { margin: 0; font-size: .87rem; overflow-wrap: anywhere; }
.lead { color: var(--quiet); }
.verdict { display: inline-block; padding: .05em .5em; border-radius: .4em; font-size: .62em; vertical-align: .2em; white-space: nowrap; }
.badge { display: inline-block; padding: 0 .5em; border-radius: 1em; font-size: .85em; font-weight: 600; white-space: nowrap; }
.good { color: var(--good); background: var(--good-ground); }
.bad { color: var(--bad); background: var(--bad-ground); }
.caution { color: var(--caution); background: var(--caution-ground); }
.badge.quiet { background: var(--quiet-ground); }
.facts { display: flex; flex-wrap: wrap; gap: .4rem 1.75rem; margin: .75rem 0 0; }
.facts div { min-width: 0; }
.facts dt { color: var(--quiet); font-size: .8rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.param { display: inline-block; padding: 0 .4em; margin: 0 .1em .2em 0; border-radius: .3em; background: var(--code); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 3; padding: .4rem .8rem; background: var(--sheet); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
nav { position: sticky; top: 0; z-index: 2; margin-top: 1.25rem; background: var(--ground); border-bottom: 1px solid var(--rule); }
nav > div { display: flex; align-items: center; gap: 1rem; max-width: 70rem; margin: 0 auto; padding: .5rem 1.25rem; }
nav ul { display: flex; flex: 1; gap: 1.1rem; margin: 0; padding: 0; overflow-x: auto; list-style: none; }
nav a { white-space: nowrap; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav .wrong a { color: var(--bad); font-weight: 600; }
button { padding: .15rem .7rem; border: 1px solid var(--rule); border-radius: .4rem; background: var(--sheet); color: inherit; font: inherit; font-size: .85rem; white-space: nowrap; cursor: pointer; }
nav .tools { display: flex; gap: .4rem; }
[hidden], nav .tools[hidden] { display: none; }
main > section { margin: 1.25rem 0; padding: 1.1rem 1.25rem 1.25rem; border: 1px solid var(--rule); border-radius: .6rem; background: var(--sheet); }
#failures { border-color: var(--bad); }
main > section > :last-child, main > section > :last-child > :last-child { margin-bottom: 0; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
th { font-weight: 600; }
thead th { color: var(--quiet); font-size: .85rem; font-weight: 500; white-space: nowrap; }
tbody th { font-weight: 500; }
table.metrics { width: auto; min-width: min(100%, 34rem); }
#environment table, #parameters table { width: auto; }
#environment th, #parameters th { padding-right: 2rem; white-space: nowrap; }
.number, .markdown .right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.markdown .center { text-align: center; }
tr.wrong { background: var(--bad-ground); }
tr.wrong > :first-child { padding-left: .5rem; }
tr:target { background: var(--caution-ground); }
.stage { overflow-wrap: anywhere; }
table.stages td:nth-child(4) { min-width: 14rem; }
table.stages td:nth-child(2) { white-space: nowrap; }
details > summary { cursor: pointer; }
details.group, details.document { margin: .6rem 0; padding: .5rem .8rem; border: 1px solid var(--rule); border-radius: .4rem; }
details.group[open] > summary, details.document[open] > summary { margin-bottom: .6rem; }
details.document > summary { font-weight: 600; }
.failure + .failure { margin-top: 1.5rem; padding-top: .5rem; border-top: 1px solid var(--rule); }
.failure > h3:first-child { margin-top: 0; }
.diagnostic { margin: 0 0 .8rem; }
.diagnostic p { margin-bottom: .3rem; overflow-wrap: anywhere; }
.frame, .end pre, .printed pre, .markdown pre { padding: .6rem .8rem; border-radius: .4rem; background: var(--code); }
.frame { overflow-x: auto; white-space: pre; }
.why { margin: .4rem 0; }
.hint { margin: .4rem 0; color: var(--quiet); }
figure { margin: 0; }
.printed pre { max-height: 24rem; overflow: auto; }
.end { display: flex; flex-direction: column-reverse; max-height: 26rem; overflow: auto; border-radius: .4rem; background: var(--code); }
.log figcaption { margin-bottom: .3rem; }
.log details { margin-top: .5rem; }
.tools label { display: inline-flex; gap: .5rem; align-items: center; margin-bottom: .6rem; }
input[type=search] { width: 18rem; max-width: 60vw; padding: .25rem .6rem; border: 1px solid var(--rule); border-radius: .4rem; background: var(--ground); color: inherit; font: inherit; }
.path { overflow-wrap: anywhere; }
.gantt { margin: .8rem 0 0; padding: 0; list-style: none; }
.gantt li { display: grid; grid-template-columns: minmax(6rem, 12rem) 5.5rem 1fr; gap: .6rem; align-items: center; padding: .12rem 0; }
.gantt .name { overflow-wrap: anywhere; line-height: 1.25; }
.gantt .time { color: var(--quiet); font-size: .87rem; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.track { display: block; overflow: visible; border-left: 1px solid var(--rule); background: linear-gradient(var(--rule), var(--rule)) left bottom / 100% 1px no-repeat; }
.axis .track { background: none; border: 0; }
.axis text { fill: var(--quiet); font-size: 11px; }
.axis line { stroke: var(--rule); }
.bar { min-width: 1px; stroke: var(--sheet); stroke-width: .5; }
.bar.good { fill: var(--bar-good); } .bar.bad { fill: var(--bar-bad); } .bar.caution { fill: var(--bar-caution); } .bar.quiet { fill: var(--bar-quiet); }
.bar.waiting { fill: none; stroke: var(--bar-quiet); stroke-width: 1; stroke-dasharray: 3 2; }
.bar.critical { stroke: var(--critical); stroke-width: 2.5; }
.bar.critical.thin { stroke-width: 1.5; }
.critical-key { padding: 0 .3em; border: 2.5px solid var(--critical); border-radius: 2px; }
.drawing { text-align: center; }
.drawing svg { max-width: 100%; height: auto; }
.drawing .millrace-graph .ground { fill: none; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.25rem; }
.pictures img { max-width: 100%; height: auto; border: 1px solid var(--rule); border-radius: .4rem; background: #ffffff; }
figcaption { font-size: .87rem; }
.digest { color: var(--quiet); }
.lineage, .lineage ul { margin: 0; padding-left: 1.1rem; }
.lineage li { margin: .15rem 0; }
.lineage p { margin: .1rem 0; }
.lineage > li > .stage { font-weight: 600; }
footer { padding-top: .25rem; padding-bottom: 2rem; color: var(--quiet); font-size: .87rem; }
@media (max-width: 40rem) {
  header, main, footer, nav > div { padding-left: .8rem; padding-right: .8rem; }
  h1 { font-size: 1.6rem; }
  main > section { padding: .9rem .8rem 1rem; }
  .gantt li { grid-template-columns: 1fr auto; gap: 0 .6rem; padding: .25rem 0; }
  .gantt .track { grid-column: 1 / -1; }
  .gantt .axis > span { display: none; }
  table.stages, table.stages tbody { display: block; }
  table.stages tr { display: flex; flex-wrap: wrap; gap: 0 .6rem; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
  table.stages thead { display: none; }
  table.stages td, table.stages tbody th { padding: 0; border: 0; text-align: left; }
  table.stages tbody th { flex: 1; font-weight: 600; }
  table.stages td:nth-child(4), table.stages td:nth-child(5) { flex: 0 0 100%; }
  table.stages td:empty { display: none; }
  nav .tools { display: none; }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --sheet: #ffffff; --ink: #000000; --quiet: #444c56; --rule: #c0c7cf; --link: #000000; --code: #f4f4f4;
    --good: #1a7f37; --good-ground: #ffffff; --bad: #b3202c; --bad-ground: #ffffff; --caution: #7d4e00; --caution-ground: #ffffff;
    --quiet-ground: #ffffff; --bar-good: #2da44e; --bar-bad: #cf222e; --bar-quiet: #8b949e; --bar-caution: #bf8700; --critical: #0550ae;
  }
  body { font-size: 11pt; }
  * { print-color-adjust: exact; }
  nav, .tools, .skip { display: none !important; }
  header, main, footer { max-width: none; padding: 0; }
  main > section { padding: 0 0 .5rem; border: 0; border-bottom: 1px solid var(--rule); border-radius: 0; }
  .badge, .verdict { border: 1px solid; }
  .end, .printed pre { display: block; max-height: none; overflow: visible; }
  h2, h3 { break-after: avoid; }
  tr, figure, .gantt li { break-inside: avoid; }
}
`;
