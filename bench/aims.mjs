// The aims that the figures are held against, with what came of each: `[aim, result]`.

export const aimList = (aims) => aims.map(([aim, result]) => `- ${aim[0].toUpperCase()}${aim.slice(1)}: ${result}.`).join("\n");

/** Faster than a peer on every row, warm and cold. */
export function fasterThan(results, peer) {
  const compared = ratios(results, { peer, measures: ["wall", "cold"] });
  const lost = compared.filter(({ ratio }) => ratio <= 1);
  return [`faster than ${peer} on every row`, verdict(compared, lost)];
}

/** At least `factor` times as fast as `peer`, on the rows whose scenario `chosen` accepts. */
export function timesFaster(results, { peer, factor, of, chosen }) {
  const compared = ratios(
    results.filter(({ scenario }) => chosen(scenario)),
    { peer, measures: ["wall"] },
  );
  const lost = compared.filter(({ ratio }) => ratio < factor);
  return [`at least ${factor} times as fast as ${peer} on ${of}`, verdict(compared, lost)];
}

/** Within `factor` times `other`, a time in milliseconds to be found for each of our rows; undefined where there is none. */
export function within(results, { aim, factor, other }) {
  const compared = results.flatMap((ours) => {
    const bound = ours.tool === "Millrace" && ours.wall !== undefined ? other(ours) : undefined;
    return bound === undefined ? [] : [{ name: ours.scenario, ratio: ours.wall / bound }];
  });
  const lost = compared.filter(({ ratio }) => ratio > factor);
  return [aim, verdict(compared, lost)];
}

function ratios(results, { peer, measures }) {
  return results.flatMap((theirs) => {
    if (theirs.tool !== peer) return [];
    const ours = results.find(({ scenario, tool }) => scenario === theirs.scenario && tool === "Millrace");
    return measures.flatMap((measure) =>
      theirs[measure] === undefined || ours?.[measure] === undefined
        ? []
        : [{ name: `${theirs.scenario}${measure === "cold" ? ", cold" : ""}`, ratio: theirs[measure] / ours[measure] }],
    );
  });
}

/** Each figure is a ratio: theirs of ours, or ours of the bound. */
function verdict(compared, lost) {
  if (compared.length === 0) return "not measured";
  const all = compared.map(({ ratio }) => ratio);
  const span = `${number(Math.min(...all))}x to ${number(Math.max(...all))}x`;
  if (lost.length === 0) return `met on all ${compared.length}: ${span}`;
  const named = lost.map(({ name, ratio }) => `${name} ${number(ratio)}x`).join("; ");
  return `**missed** on ${lost.length} of ${compared.length}: ${named}`;
}

const number = (ratio) => (ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2));
