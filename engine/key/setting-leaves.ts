/** A value of `with` that is no map and no list, as the key has it. */
export interface Leaf {
  readonly tag: string;
  readonly text: string;
}

/** All of them, by dotted name: `model.layers[0].dense`. An empty map or list is one too. */
export function settingLeaves(value: unknown, name = ""): ReadonlyMap<string, Leaf> {
  if (typeof value !== "object" || value === null) return new Map();
  if ("tag" in value && "text" in value) return new Map([[name, { tag: String(value.tag), text: String(value.text) }]]);
  if ("list" in value && Array.isArray(value.list)) {
    if (value.list.length === 0) return new Map([[name, { tag: "list", text: "[]" }]]);
    return new Map(value.list.flatMap((item, index) => [...settingLeaves(item, `${name}[${index}]`)]));
  }
  if ("map" in value && typeof value.map === "object" && value.map !== null) {
    const members = Object.entries(value.map);
    if (members.length === 0) return name === "" ? new Map() : new Map([[name, { tag: "map", text: "{}" }]]);
    return new Map(members.flatMap(([key, member]) => [...settingLeaves(member, name === "" ? key : `${name}.${key}`)]));
  }
  return new Map();
}

const words: Readonly<Record<string, string>> = { str: "text", int: "integer", float: "number", bool: "boolean", null: "null" };

/** As it would be written; with its type where `other` would be written alike or is of another type. */
export function leafText(leaf: Leaf, other: Leaf | undefined): string {
  const text = leaf.tag === "str" ? JSON.stringify(leaf.text) : leaf.text;
  const word = words[leaf.tag];
  return other === undefined || other.tag === leaf.tag || word === undefined ? text : `${text} (${word})`;
}
