import type { KeyValue } from "../../graph/plan.ts";

/** A resolved value as plain data. `.inf` and `.nan`, which JSON does not have, stay text. */
export function plainValue(value: KeyValue): unknown {
  if ("list" in value) return value.list.map(plainValue);
  if ("map" in value) return Object.fromEntries(Object.entries(value.map).map(([name, member]) => [name, plainValue(member)]));
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
