import { join, relative } from "node:path";
import { storeFolder } from "../../config/store-folder.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { Plan } from "../../graph/plan.ts";
import { type LockedVersion, type Plot, plotVersions } from "../../history/compare/plot-versions.ts";
import type { Platform } from "../../platform/platform.ts";
import { type ComparedVersion, versionWords } from "../../report/compare/comparison.ts";
import { pictureSvg } from "../../report/compare/picture-svg.ts";
import { plotsDocument, plotsOutlook } from "../../report/compare/plots-document.ts";
import { plotsPage, type ShownPlot } from "../../report/compare/plots-page.ts";
import { writeFile } from "../../report/write-file.ts";
import { withScratch } from "../../run/attempt/scratch.ts";
import { Objects } from "../../store/objects.ts";
import { tell } from "../tell.ts";
import { drawPlot } from "./draw-plots.ts";

export interface PlotsShowing {
  readonly platform: Platform;
  readonly plan: Plan;
  readonly before: (LockedVersion & { readonly version: ComparedVersion }) | undefined;
  readonly after: LockedVersion & { readonly version: ComparedVersion };
  /** Of the page, where the user names none. */
  readonly usualName: string;
  readonly options: {
    readonly output: string | undefined;
    readonly svg: string | undefined;
    readonly all: boolean | undefined;
    readonly json: boolean | undefined;
    readonly stage: readonly string[];
  };
}

/** Draws what is to be seen, writes the page, and the SVG files where they are asked for, and says where they are. */
export async function showPlots(showing: PlotsShowing): Promise<ExitCode> {
  const { platform, plan, before, after, options } = showing;
  const { disk, console } = platform;
  const { projectRoot, name } = plan.pipeline;
  const objects = new Objects({ disk, folder: join(await storeFolder(platform, projectRoot), "objects"), onCorrupt: () => undefined });
  const stages = options.stage.length === 0 ? {} : { stages: options.stage };
  const plots = await plotVersions({ plan, disk, store: { readBytes: (digest) => objects.read(digest) }, before, after, ...stages });
  const outlook = before === undefined ? counted(plots) : plotsOutlook(plots);
  const wanted = plots.filter(({ state }) => before === undefined || options.all === true || state !== "same");
  const shown = await withScratch({ platform, projectRoot }, (scratch) => drawn(wanted, { showing, scratch }));
  tell(platform, notKept(wanted, showing));

  const usual = relative(platform.environment.workingDirectory, join(projectRoot, ".millrace", "reports", showing.usualName));
  const page = options.output ?? usual;
  const versions = { name, before: before?.version, after: after.version };
  const files = [
    { file: page, text: plotsPage({ ...versions, plots: shown, outlook }) },
    ...(options.svg === undefined ? [] : svgFiles(shown, { folder: options.svg, ...versions })),
  ];
  for (const file of files) {
    const written = writeFile(platform, file);
    if (written.ok) continue;
    tell(platform, [written.failure]);
    return exitCodes.environment;
  }
  const svg = files.slice(1).map(({ file }) => file);
  if (options.json === true) console.out(plotsDocument(plots, { ...versions, page, svg }));
  else console.out(`${[page, ...svg].join("\n")}\n`);
  console.error(`${outlook}\n`);
  return exitCodes.ok;
}

const counted = (plots: readonly Plot[]): string =>
  plots.length === 0 ? "no plots: no stage has an output of type plot, or has run" : `${plots.length} plot${plots.length === 1 ? "" : "s"}`;

async function drawn(
  plots: readonly Plot[],
  { showing, scratch }: { readonly showing: PlotsShowing; readonly scratch: string },
): Promise<readonly ShownPlot[]> {
  const { platform, before, after } = showing;
  const names = { before: before === undefined ? "" : versionWords(before.version), after: versionWords(after.version) };
  const shown: ShownPlot[] = [];
  for (const plot of plots) {
    const { stage, port, path, state, shape } = plot;
    const { charts, problems } = shape === "table" ? await drawPlot(plot, { platform, scratch, names }) : { charts: [], problems: [] };
    const notes = [...missing(plot, showing).map(({ version }) => `The bytes of ${versionWords(version)} are not kept here.`), ...problems];
    const [old, now] = shape === "table" ? [] : [plot.before?.bytes, plot.after?.bytes];
    shown.push({ stage, port, path, state, charts, notes, ...(old && { before: old }), ...(now && { after: now }) });
  }
  return shown;
}

/** The versions of which a plot is recorded and nowhere to be found. */
const missing = ({ before, after }: Plot, showing: PlotsShowing): readonly { readonly version: ComparedVersion }[] => [
  ...(showing.before !== undefined && before !== undefined && before.bytes === undefined ? [showing.before] : []),
  ...(after !== undefined && after.bytes === undefined ? [showing.after] : []),
];

function notKept(plots: readonly Plot[], showing: PlotsShowing): readonly Diagnostic[] {
  const versions = [...(showing.before === undefined ? [] : [showing.before]), showing.after];
  return versions.flatMap((version): readonly Diagnostic[] => {
    const lost = plots.filter((plot) => missing(plot, showing).includes(version)).map(({ stage, port }) => `${stage}.${port}`);
    if (lost.length === 0) return [];
    const { name, commit } = version.version;
    return [
      {
        code: "bytes-not-kept",
        severity: "warning",
        message: `of ${name}, the bytes of ${lost.join(", ")} are not in this machine's store`,
        hint:
          commit === undefined
            ? "`millrace run` makes them again"
            : `make them once: \`git worktree add ../${commit.slice(0, 7)} ${commit.slice(0, 7)}\`, run the pipeline there, and copy its .millrace/store over this one`,
      },
    ];
  });
}

interface SvgPlace {
  readonly folder: string;
  readonly before: ComparedVersion | undefined;
  readonly after: ComparedVersion;
}

function svgFiles(
  plots: readonly ShownPlot[],
  { folder, ...versions }: SvgPlace,
): readonly { readonly file: string; readonly text: string }[] {
  return plots.flatMap((plot) => {
    const start = join(folder, `${plot.stage}.${plot.port}`);
    if (plot.charts.length > 0)
      return plot.charts.map(({ name, svg }) => ({ file: `${start}.${name.replace(/[^\w.-]+/g, "_")}.svg`, text: svg }));
    if (plot.before === undefined && plot.after === undefined) return [];
    return [{ file: `${start}.svg`, text: pictureSvg(plot, versions) }];
  });
}
