import { readFileSync } from "node:fs";
import valid from "semver/functions/valid.js";
import { asDigest, type Digest } from "../../../engine/platform/identity.ts";
import type { ModelReference } from "./model-version.ts";
import { namePattern } from "./places.ts";

/** A file of the registry that does not say what it should: edited by hand, merged badly, or cut short. */
export interface Damage {
  /** Relative to the project root. */
  readonly file: string;
  /** As far as the file goes, the first problem in it. */
  readonly problem: string;
  /** The text as found. */
  readonly text: string;
}

/** Thrown inside this folder only, and turned into a `Damage` where the file is known. */
export class FactProblem extends Error {}

export type ReadFact<Fact> =
  | { readonly state: "absent" }
  | { readonly state: "damaged"; readonly damage: Damage }
  | { readonly state: "read"; readonly fact: Fact };

export function readFact<Fact>({ path, file, parse }: { path: string; file: string; parse: (value: Members) => Fact }): ReadFact<Fact> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { state: "absent" };
    const problem = error instanceof Error ? error.message : String(error);
    return { state: "damaged", damage: { file, problem: `it cannot be read: ${problem}`, text: "" } };
  }
  try {
    return { state: "read", fact: parse(membersOf(parseJson(text), "it")) };
  } catch (error) {
    if (!(error instanceof FactProblem)) throw error;
    return { state: "damaged", damage: { file, problem: error.message, text } };
  }
}

function parseJson(text: string): unknown {
  const conflict = text.split("\n").findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
  if (conflict >= 0) throw new FactProblem(`line ${conflict + 1} is a merge conflict's marker`);
  try {
    return JSON.parse(text);
  } catch {
    throw new FactProblem(text.trim() === "" ? "it is empty" : "it is not JSON");
  }
}

export type Members = Readonly<Record<string, unknown>>;

export function membersOf(value: unknown, what: string): Members {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new FactProblem(`${what} is not an object`);
  return value as Members;
}

export function referenceFrom(members: Members): ModelReference {
  const name = textOf(members, "name");
  if (!namePattern.test(name)) throw new FactProblem(`name is ${JSON.stringify(name)}, which is no model's name`);
  const version = textOf(members, "version");
  if (valid(version) !== version) throw new FactProblem(`version is ${JSON.stringify(version)}, which is no semantic version`);
  return { name, version, digest: digestFrom(members, "digest") };
}

export function textOf(members: Members, member: string): string {
  const value = members[member];
  if (typeof value !== "string") throw new FactProblem(value === undefined ? `${member} is missing` : `${member} is not a text`);
  return value;
}

export function digestFrom(members: Members, member: string): Digest {
  const text = textOf(members, member);
  if (!/^[0-9a-f]{64}$/.test(text)) throw new FactProblem(`${member} is not 64 hexadecimal digits`);
  return asDigest(text);
}
