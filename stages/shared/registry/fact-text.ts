/** How every fact of the registry is written: sorted keys, two spaces, a final newline. Equal facts have equal bytes. `undefined` members are left out. */
export function factText(fact: unknown): string {
  return `${JSON.stringify(sorted(fact), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

export const sameFact = (one: unknown, other: unknown): boolean => factText(one) === factText(other);
