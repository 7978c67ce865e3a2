import { digestOf } from "../../key/digest.ts";
import type { ParamSetting } from "./experiment.ts";

/** Characters of a name: a table of them must fit a window. */
const longest = 40;

/** `epochs-5-learning_rate-0.1`: what sets an experiment apart from those that are made with it. */
export function generatedName(settings: readonly ParamSetting[]): string {
  const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  const names = settings.map(({ name }) => last(name));
  const words = settings.map(({ name, value }) => {
    const word = names.filter((other) => other === last(name)).length === 1 ? last(name) : name;
    return `${asWord(word)}-${asWord(value)}`;
  });
  const text = words.join("-").replace(/^[^A-Za-z0-9]+/, "");
  if (text === "") return "experiment";
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 7).replace(/[-._]+$/, "")}-${digestOf(words.join("\n")).slice(0, 6)}`;
}

/** A minus at the start is a sign; what else no file name should hold is one dash. */
function asWord(text: string): string {
  const negative = /^-[\d.]/.test(text) ? "-" : "";
  return negative + text.replace(/[^A-Za-z0-9._]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
}

/** `name`, or `name-2`, … : the first that is not taken. Case does not tell files apart everywhere. */
export function* untakenNames(name: string, taken: ReadonlySet<string>): Generator<string> {
  const lower = new Set([...taken].map((other) => other.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!lower.has(candidate.toLowerCase())) yield candidate;
  }
}
