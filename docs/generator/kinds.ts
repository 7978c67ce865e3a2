import { builtInNames, loadBuiltIn } from "../../engine/kind/catalogue.ts";
import { code, table } from "./markdown.ts";
import type { Regions } from "./regions.ts";
import { propertyRows, readSchema, resolved, type Schema } from "./schema.ts";

/** What descriptors and schemas/kinds say, for docs/reference/kinds.md. */
export async function kindRegions(): Promise<Regions> {
  const regions: Record<string, string> = {};
  for (const name of builtInNames) {
    regions[`ports of ${name}`] = await portTable(name);
    const schema = readSchema(`kinds/${name}.schema.json`);
    const rows = propertyRows(schema, { root: schema });
    regions[`settings of ${name}`] = rows.length === 0 ? "It has no settings." : table(["setting", "type", "default", "what"], rows);
  }
  return { ...regions, "layers of train": layerTable(readSchema("kinds/train.schema.json")) };
}

async function portTable(name: string): Promise<string> {
  const { ports } = (await loadBuiltIn(name))?.kind ?? { ports: { in: {}, out: {} } };
  const inputs = Object.entries(ports.in).map(([port, { type, optional, description }]) => [
    `in ${code(port)}${optional === true ? " (optional)" : ""}`,
    typeof type === "string" ? type : type.join(", "),
    description,
  ]);
  const outputs = Object.entries(ports.out).map(([port, { type, description }]) => [`out ${code(port)}`, type, description]);
  return table(["port", "type", "what"], [...inputs, ...outputs]);
}

/** A row for each layer: its name, what stands after it, its options. */
function layerTable(root: Schema): string {
  const rows = (root.$defs?.layer?.anyOf ?? []).map((branch) => {
    const [main = ["", {}], ...options] = Object.entries(resolved(branch, root).properties ?? {});
    const [name, figure] = main as [string, Schema];
    return [
      code(figure.enum?.[0] === true ? `${name}: true` : name),
      resolved(figure, root).description ?? "",
      options.map(([option]) => code(option)).join(" "),
    ];
  });
  return table(["layer", "its figure", "options"], rows);
}
