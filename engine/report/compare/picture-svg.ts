import { escapeXml } from "../escape-xml.ts";
import { type ComparedVersion, versionWords } from "./comparison.ts";
import { type ShownPlot, shownAs } from "./plots-page.ts";

const [width, height, gap, caption] = [560, 460, 24, 28];

/** A picture's versions in one SVG, side by side: laid over each other, two pictures that are no lines hide each other. */
export function pictureSvg(
  { stage, port, path, before, after }: ShownPlot,
  versions: { readonly before: ComparedVersion | undefined; readonly after: ComparedVersion },
): string {
  const panels = [
    ...(before === undefined || versions.before === undefined ? [] : [{ bytes: before, version: versions.before }]),
    ...(after === undefined ? [] : [{ bytes: after, version: versions.after }]),
  ];
  const whole = panels.length * width + Math.max(0, panels.length - 1) * gap;
  const drawn = panels.map(({ bytes, version }, index) => {
    const left = index * (width + gap);
    const source = `data:${shownAs(path)};base64,${bytes.toString("base64")}`;
    return `<text x="${left}" y="18">${escapeXml(versionWords(version))}</text><image x="${left}" y="${caption}" width="${width}" height="${height - caption}" preserveAspectRatio="xMidYMin meet" href="${source}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${whole} ${height}" width="${whole}" height="${height}" font-family="system-ui, sans-serif" font-size="14" fill="#1f2328"><title>${escapeXml(`${port} of ${stage}`)}</title><rect width="100%" height="100%" fill="#ffffff"/>${drawn.join("")}</svg>\n`;
}
