import type { KeyValue } from "../../graph/plan.ts";

/** A resolved value as plain data. Maps are sorted: the order in which a file lists their keys is in no key, so no stage may see it. `.inf` and `.nan`, which JSON does not have, stay text. */
export function plainValue(value: KeyValue): unknown {
  if ("list" in value) return value.list.map(plainValue);
  if ("map" in value) {
    const members = Object.entries(value.map).map(([name, member]) => [name, plainValue(member)] as const);
    return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
  switch (value.tag) {
    case "null":
      return null;
    case "bool":
      return value.text.toLowerCase() === "true";
    case "int":
    case "float":
      return numberOf(value.text);
    case "str":
      return value.text;
  }
}

function numberOf(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
