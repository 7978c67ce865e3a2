// Results as Markdown tables: a row a scenario, a column a tool. A result is { scenario, tool, rounds, wall, cpu, memory, cold }, times in
// milliseconds and memory in MB, `cold` the wall time with nothing in the system's memory; or { scenario, tool, text } where there is no figure.

export function resultTables(results, tools) {
  const wide = (cell, chosen = results) => wideTable({ results: chosen, tools, cell });
  const coldOnes = new Set(results.filter(({ cold }) => cold !== undefined).map(({ scenario }) => scenario));
  const cold = results.filter(({ scenario }) => coldOnes.has(scenario));
  return [
    `Wall time, warm, in ms; in brackets how many times Millrace's.\n\n${wide((result, ours) => withRatio(result.wall, ours?.wall))}`,
    ...(cold.length > 0 ? [`Wall time, cold, in ms.\n\n${wide((result, ours) => withRatio(result.cold, ours?.cold), cold)}`] : []),
    `CPU time, warm, in ms, user and system, children included.\n\n${wide(({ cpu }) => figure(cpu))}`,
    `Peak memory of the largest process, in MB.\n\n${wide(({ memory }) => figure(memory))}`,
  ].join("\n\n");
}

/** What ten times the work costs: `pairs` are `{ what, from, to }`, names of scenarios. */
export function growthTable(results, { tools, pairs }) {
  const measures = [
    ["wall", "wall time"],
    ["cpu", "CPU time"],
    ["memory", "memory"],
  ];
  const rows = pairs.flatMap(({ what, from, to }) =>
    measures.map(([name, label]) => {
      const ratio = (tool) => {
        const [small, large] = [from, to].map((scenario) => results.find((row) => row.scenario === scenario && row.tool === tool));
        if (small === undefined || large === undefined) return "";
        return small[name] === undefined || large[name] === undefined ? "" : `${(large[name] / small[name]).toPrecision(2)}x`;
      };
      return [`${what}: ${label}`, ...tools.map(ratio)];
    }),
  );
  return table([["growth", ...tools], ...rows]);
}

export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n");
}

function wideTable({ results, tools, cell }) {
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  const rows = scenarios.map((scenario) => {
    const of = (tool) => results.find((row) => row.scenario === scenario && row.tool === tool);
    const ours = of("Millrace");
    const cells = tools.map((tool) => {
      const result = of(tool);
      return result === undefined ? "not installed" : (result.text ?? cell(result, tool === "Millrace" ? undefined : ours));
    });
    return [scenario, ...cells];
  });
  return table([["", ...tools], ...rows]);
}

function withRatio(value, ours) {
  if (value === undefined) return "–";
  return ours === undefined ? figure(value) : `${figure(value)} (${ratioOf(value, ours)})`;
}

const ratioOf = (value, ours) => `${value / ours < 0.1 ? (value / ours).toFixed(2) : (value / ours).toPrecision(2)}x`.replace(/e\+\d+/, "");

const figure = (value) => value.toFixed(0);
