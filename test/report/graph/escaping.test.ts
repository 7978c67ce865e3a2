import { Graphviz } from "@hpcc-js/wasm-graphviz";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { asProjectPath, asStageId } from "../../../engine/platform/identity.ts";
import { dot } from "../../../engine/report/graph/dot.ts";
import { drawPage } from "../../../engine/report/graph/html.ts";
import { graphDocument } from "../../../engine/report/graph/json.ts";
import { mermaid } from "../../../engine/report/graph/mermaid.ts";
import { drawSvg } from "../../../engine/report/graph/svg.ts";
import { renderTree } from "../../../engine/report/graph/tree.ts";
import { painter } from "../../../engine/report/painter.ts";
import { type Started, startChromium } from "../../browser/chromium.ts";
import { oddDrawing, oddText } from "./drawings.ts";

let graphviz: Graphviz;
beforeAll(async () => {
  graphviz = await Graphviz.load();
});

test("Graphviz takes the DOT file, with a box for each node and an arrow for each edge", () => {
  fc.assert(
    fc.property(oddDrawing, (drawing) => {
      const { objects, edges = [] } = JSON.parse(graphviz.layout(dot(drawing), "json", "dot"));
      expect(objects).toHaveLength(drawing.nodes.length);
      expect(edges).toHaveLength(drawing.edges.length);
    }),
  );
});

test("a line of Mermaid is a node, an edge or a style, whatever the names are; codes give the names back", () => {
  const node = /^ {2}n\d+(?:\["([^"]*)"\]|\[\/"([^"]*)"\/\])$/u;
  fc.assert(
    fc.property(oddDrawing, (drawing) => {
      const [, , , head, ...lines] = mermaid(drawing).trimEnd().split("\n");
      expect(head).toBe("flowchart TD");
      const kinds = lines.map((line) =>
        node.test(line)
          ? "node"
          : /^ {2}n\d+ --> ?\|"[^"]*"\| n\d+$/.test(line)
            ? "edge"
            : /^ {2}(?:class|classDef|linkStyle) /.test(line)
              ? "style"
              : line,
      );
      expect(kinds.filter((kind) => kind === "node")).toHaveLength(drawing.nodes.length);
      expect(kinds.filter((kind) => kind === "edge")).toHaveLength(drawing.edges.length);
      expect(kinds.filter((kind) => !["node", "edge", "style"].includes(kind))).toEqual([]);
      const names = lines.flatMap((line) => node.exec(line)?.slice(1).find(Boolean)?.split("<br/>")[0] ?? []);
      expect(names.map(decoded)).toEqual(drawing.nodes.map(({ name }) => name.replace(/[\n\r]/g, " ")));
    }),
  );
});

const decoded = (text: string): string => text.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

test("the tree has a line for each node and no control character", () => {
  fc.assert(
    fc.property(oddDrawing, (drawing) => {
      const text = renderTree(drawing, { paint: painter(false), columns: 400 });
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text.split("\n").length).toBeGreaterThan(drawing.nodes.length);
    }),
  );
});

test("names and paths come back from the JSON document", () => {
  fc.assert(
    fc.property(oddText, oddText, (name, path) => {
      const file = { path: asProjectPath(path), to: asStageId(name), input: name, roles: ["raw"] as const };
      const graph = { pipeline: asProjectPath(path), name, stages: [], edges: [], files: [file] };
      expect(JSON.parse(graphDocument(graph))).toEqual(graph);
    }),
  );
});

/** What a browser finds in the text of an SVG. */
const readSvg = `const readSvg = (source) => {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
  const nodes = [...parsed.querySelectorAll(".node")];
  return {
    error: parsed.querySelector("parsererror")?.textContent,
    foreign: parsed.querySelectorAll("script, foreignObject, a, image").length,
    title: parsed.querySelector("title")?.textContent,
    names: nodes.map((node) => node.querySelector("text")?.textContent),
    ids: nodes.map((node) => node.getAttribute("data-node")),
    edges: parsed.querySelectorAll(".edge").length,
  };
}`;

const chromium: Started = await startChromium();

describe.skipIf(chromium.problem !== undefined)(`in a browser${chromium.problem === undefined ? "" : `: ${chromium.problem}`}`, () => {
  const drawings = fc.sample(oddDrawing, { numRuns: 120, seed: 7 });

  test("each SVG is well-formed, and its texts are the names", async () => {
    const page = await chromium.browser?.newPage();
    const texts = await Promise.all(drawings.map((drawing) => drawSvg(drawing)));
    const read = await page?.evaluate(`${readSvg}; ${JSON.stringify(texts)}.map(readSvg)`);
    await page?.close();
    expect(read).toEqual(
      drawings.map((drawing) => ({
        error: undefined,
        foreign: 0,
        title: asXml(drawing.title),
        names: drawing.nodes.map(({ name }) => asXml(name)),
        ids: drawing.nodes.map(({ id }) => asXml(id).replace(/[\t\n]/g, " ")),
        edges: drawing.edges.length,
      })),
    );
  });

  test("each page has its stages, asks for nothing and runs no script but its own", async () => {
    const page = await chromium.browser?.newPage();
    const trouble: string[] = [];
    page?.on("pageerror", ({ message }) => trouble.push(message));
    page?.on("request", (request) => trouble.push(request.url()));
    const stages: unknown[] = [];
    for (const drawing of drawings.slice(0, 40)) {
      await page?.setContent(await drawPage(drawing));
      stages.push(await page?.evaluate('[document.querySelectorAll("article").length, document.scripts.length]'));
    }
    await page?.close();
    expect(trouble).toEqual([]);
    expect(stages).toEqual(drawings.slice(0, 40).map(({ nodes }) => [nodes.filter(({ shape }) => shape === "stage").length, 1]));
  });
});

/** As XML hands a text back: what it cannot hold is replaced, and line ends are `\n`. */
const asXml = (text: string): string =>
  [...text.replace(/\r\n?/g, "\n")]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const held =
        code === 9 ||
        code === 10 ||
        (code >= 32 && code <= 126) ||
        (code >= 160 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        code > 0xffff;
      return held ? character : "\ufffd";
    })
    .join("");
