import { roles } from "../../kind/port.ts";
import { roleLook } from "./role-look.ts";

interface Ground {
  readonly ground: string;
  readonly surface: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly good: string;
  readonly caution: string;
  readonly bad: string;
}
const light: Ground = {
  ground: "#ffffff",
  surface: "#f6f8fa",
  ink: "#1f2328",
  quiet: "#59636e",
  line: "#818b98",
  good: "#1a7f37",
  caution: "#9a6700",
  bad: "#cf222e",
};
const dark: Ground = {
  ground: "#0d1117",
  surface: "#151b23",
  ink: "#f0f6fc",
  quiet: "#9198a1",
  line: "#656c76",
  good: "#3fb950",
  caution: "#d29922",
  bad: "#f85149",
};

/**
 * The style sheet inside the picture. Plain colours instead of custom properties: what draws SVG outside a browser knows none. It
 * follows the reader's light or dark setting, and has a ground of its own, so that it is readable on whatever page it stands.
 */
export const svgStyle = `
.millrace-graph text { font-family: ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; text-anchor: middle; }
.millrace-graph .legend text { text-anchor: start; }
.millrace-graph .name { font-size: 14px; font-weight: 600; }
.millrace-graph .row { font-size: 12px; }
.millrace-graph .port { font-size: 11px; font-weight: 500; }
.millrace-graph .role { font-size: 11px; font-style: italic; }
.millrace-graph .stroke { fill: none; stroke-width: 1.8; }
.millrace-graph .box { stroke-width: 1.5; }
.millrace-graph [tabindex] { cursor: pointer; outline: none; }
.millrace-graph [tabindex]:hover .front, .millrace-graph [tabindex]:focus-visible .front, .millrace-graph .chosen .front { stroke-width: 3.5; }
${rules(light, "light")}
@media (prefers-color-scheme: dark) {
${rules(dark, "dark")}
}
`;

function rules(ground: Ground, scheme: "light" | "dark"): string {
  const lines = [
    `.ground { fill: ${ground.ground}; }`,
    `text { fill: ${ground.ink}; }`,
    `.box { fill: ${ground.surface}; stroke: ${ground.line}; }`,
    `.line { stroke: ${ground.line}; }`,
    `.tip-line { fill: ${ground.line}; }`,
    `.quiet { fill: ${ground.quiet}; }`,
    ...(["good", "caution", "bad"] as const).flatMap((tone) => [
      `.${tone} { fill: ${ground[tone]}; }`,
      `.node-${tone} .box { stroke: ${ground[tone]}; }`,
    ]),
    ...roles.flatMap((role) => {
      const colour = roleLook[role][scheme];
      return [`.line-${role} { stroke: ${colour}; }`, `.tip-${role} { fill: ${colour}; }`, `.role-${role} { fill: ${colour}; }`];
    }),
  ];
  return lines.map((line) => `.millrace-graph ${line}`).join("\n");
}
