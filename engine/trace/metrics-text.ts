/** Whether a text is a JSON object of numbers, nested or not, and nothing else: what the type `metrics` takes. */
export function holdsMetrics(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isGroup(value);
  } catch {
    return false;
  }
}

const isGroup = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((inner) => typeof inner === "number" || isGroup(inner));
