import type { Change } from "../events/reason.ts";
import { cut } from "./columns.ts";

/** One difference in a few words: `param training.epochs 60 -> 5`, `input scores: 2 lines changed`. */
export function shortChange(change: Change): string {
  const name = change.name === "" ? change.subject : `${change.subject} ${change.name}`;
  const subject = change.maker === undefined ? name : `${name} from ${change.maker}`;
  const said = cut(changeWords(change), longest + 10);
  const isList = change.gist !== undefined || change.maker !== undefined;
  return isList && !startsLikeAVerb.test(said) ? `${subject}: ${said}` : `${subject} ${said}`;
}

/** `added`, `now executable`: words that go on from the subject. */
const startsLikeAVerb = /^(added|removed|now|no longer)\b/;

/** What happened to it: the gist where there is one, else its values. */
export function changeWords(change: Change): string {
  if (change.gist !== undefined) return change.gist;
  const before = shown(change.before);
  const after = shown(change.after);
  if (change.before === undefined && change.after === undefined) return "changed";
  if (change.before === undefined) return after === undefined ? "added" : `added: ${after}`;
  if (change.after === undefined) return before === undefined ? "removed" : `removed, was ${before}`;
  return before === undefined || after === undefined ? "changed" : `${before} -> ${after}`;
}

/** Characters of one value. */
const longest = 60;

/** A value fit for half a line; `undefined` for what takes several. */
function shown(value: string | undefined): string | undefined {
  if (value === undefined || value.includes("\n")) return undefined;
  if (/^[0-9a-f]{64}(\/|\+x)?$/.test(value)) return value.slice(0, 8);
  return cut(value === "" ? '""' : value, longest);
}

/** The most telling first: what a person wrote, then what came of it. */
export function byInterest(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort((one, other) => rank(one) - rank(other));
}

const order: readonly Change["subject"][] = [
  "kind",
  "param",
  "with",
  "command",
  "module",
  "cwd",
  "shell",
  "env",
  "input",
  "output",
  "package",
];

function rank({ subject, maker }: Change): number {
  const place = order.indexOf(subject);
  return (place < 0 ? order.length : place) + (maker === undefined ? 0 : 0.5);
}
