/** What a page of plots has besides every page's style. Charts are black on white, and are turned round where the page is dark. */
export const plotsStyle = `
h2 .badge { font-size: .72rem; vertical-align: .15em; }
h2 .stage { overflow-wrap: anywhere; }
.note { padding: .4rem .8rem; border-radius: .4rem; background: var(--caution-ground); color: var(--caution); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 1rem; }
.chart { width: 100%; max-width: 46rem; height: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.25rem; align-items: start; }
.pair figcaption { margin-bottom: .3rem; }
.pair img { display: block; max-width: 100%; height: auto; border: 1px solid var(--rule); border-radius: .4rem; background: #ffffff; }
.views { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-bottom: .8rem; }
.views label { display: inline-flex; align-items: center; gap: .5rem; margin-left: .5rem; font-size: .87rem; color: var(--quiet); }
.views label[hidden], .views[hidden] { display: none; }
.views input { width: 12rem; }
button[aria-pressed=true] { border-color: var(--link); color: var(--link); font-weight: 600; }
.compare.over .pair { grid-template-columns: 1fr; }
.compare.over .pair > figure { grid-area: 1 / 1; }
.compare.over .new figcaption { visibility: hidden; }
.compare.over .old figcaption { visibility: hidden; }
@media (prefers-color-scheme: dark) {
  .chart { filter: invert(.92) hue-rotate(180deg); mix-blend-mode: screen; }
}
@media print {
  .chart { filter: none; }
  .views { display: none; }
}
`;
