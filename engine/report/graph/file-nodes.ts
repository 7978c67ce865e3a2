import type { Role } from "../../kind/port.ts";
import type { DrawingEdge, DrawingNode } from "./drawing.ts";
import { grouped } from "./grouped.ts";
import { mergeEdges } from "./merge-edges.ts";

/** A file that comes in through a port of a node. */
export interface EnteringFile {
  readonly path: string;
  readonly to: string;
  readonly input: string;
  readonly roles: readonly Role[];
}

export interface FileNode {
  readonly node: DrawingNode;
  readonly edges: readonly DrawingEdge[];
}

/** Files that one port takes are one node from here on: the shards of a data set say no more one by one. */
const manyFiles = 4;

/** A node for each file, or for the many files of one port. */
export function fileNodes(files: readonly EnteringFile[]): readonly FileNode[] {
  const ofPort = grouped(files, ({ to, input }) => JSON.stringify([to, input]));
  const nodes = new Map<string, { readonly name: string; readonly paths: Set<string>; readonly edges: DrawingEdge[] }>();
  for (const [port, entering] of ofPort) {
    const paths = new Set(entering.map(({ path }) => path));
    const together = paths.size >= manyFiles;
    for (const { path, to, input, roles } of entering) {
      // No name of a stage begins with a dot.
      const id = together ? `./*${port}` : `./${path}`;
      const node = nodes.get(id) ?? { name: together ? commonName([...paths]) : path, paths: new Set<string>(), edges: [] };
      node.paths.add(path);
      node.edges.push({ from: id, to, kind: "data", input, roles, count: 1 });
      nodes.set(id, node);
    }
  }
  return [...nodes].map(([id, { name, paths, edges }]) => ({
    node: {
      id,
      shape: "file",
      name,
      count: paths.size,
      states: [],
      marks: [],
      facts: paths.size > 1 ? [{ heading: "files", lines: [...paths] }] : [],
    },
    edges: mergeEdges(edges),
  }));
}

/** `data/part-*.csv`: what the paths begin and end with alike. */
function commonName(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  const alike = (at: (path: string, index: number) => string | undefined): number => {
    let length = 0;
    while (length < first.length && others.every((path) => at(path, length) === at(first, length))) length += 1;
    return length;
  };
  const start = alike((path, index) => path[index]);
  const end = Math.min(
    alike((path, index) => path[path.length - 1 - index]),
    Math.min(...paths.map(({ length }) => length)) - start,
  );
  return `${first.slice(0, start)}*${first.slice(first.length - end)}`;
}
