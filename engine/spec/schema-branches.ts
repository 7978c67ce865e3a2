import { asSchema, type SchemaError } from "./schema-error.ts";

/**
 * A value that fits no branch of `anyOf` or `oneOf` breaks something in each; told all of it, a reader learns nothing. This keeps
 * the branch that was probably meant. Where the branches only differ in what the value itself may be, one error names them all;
 * where they are maps with other keys, one error a key that no branch knows.
 */
export function chooseBranches(errors: readonly SchemaError[]): readonly SchemaError[] {
  const kept: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword === "if" || error.keyword === "propertyNames") continue;
    if (!isChoice(error)) kept.push(error);
    else kept.push(...choose(error, takeBranchErrors(kept, error)));
  }
  return kept;
}

/** More than one branch fitting is another matter. */
const isChoice = ({ keyword, params }: SchemaError): boolean =>
  keyword === "anyOf" || (keyword === "oneOf" && (params.passingSchemas ?? null) === null);

/** The errors that the branches left just before: of the same value or below it, and not from a keyword beside the choice. */
function takeBranchErrors(kept: SchemaError[], choice: SchemaError): readonly SchemaError[] {
  const beside = parentOf(choice.schemaPath);
  const taken: SchemaError[] = [];
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const within = last.instancePath === choice.instancePath || last.instancePath.startsWith(`${choice.instancePath}/`);
    if (!within || parentOf(last.schemaPath) === beside) break;
    kept.pop();
    taken.unshift(last);
  }
  return taken;
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

function choose(choice: SchemaError, errors: readonly SchemaError[]): readonly SchemaError[] {
  const branches = partition(choice, errors).map((branch) => ({ branch, ...grade(choice, branch) }));
  const inside = branches.filter(({ shapeFits }) => shapeFits);
  if (inside.length === 0) return [{ ...choice, schema: errors.map(({ parentSchema }) => parentSchema) }];
  const fewest = Math.min(...inside.map(({ misfits }) => misfits));
  const best = inside.filter(({ misfits }) => misfits === fewest);
  const [only] = best;
  return best.length === 1 && only !== undefined
    ? only.branch
    : mergeMaps(
        choice,
        inside.flatMap(({ branch }) => branch),
      );
}

/** By the branch's place in the list, or by the definition that it refers to. */
function partition(choice: SchemaError, errors: readonly SchemaError[]): readonly (readonly SchemaError[])[] {
  const prefix = `${choice.schemaPath}/`;
  const branches = new Map<string, SchemaError[]>();
  for (const error of errors) {
    const rest = error.schemaPath.startsWith(prefix) ? error.schemaPath.slice(prefix.length) : error.schemaPath;
    const name = rest.startsWith("#") ? rest.split("/").slice(0, 3).join("/") : (rest.split("/")[0] ?? "");
    const branch = branches.get(name);
    if (branch === undefined) branches.set(name, [error]);
    else branch.push(error);
  }
  return [...branches.values()];
}

/** Whether the value has the branch's shape, and how many of its keys are wrong or missing. */
function grade(choice: SchemaError, branch: readonly SchemaError[]): { readonly shapeFits: boolean; readonly misfits: number } {
  const here = branch.filter((error) => error.instancePath === choice.instancePath && error.propertyName === undefined);
  const keys = here.filter(({ keyword }) => keyword === "required" || keyword === "additionalProperties");
  return { shapeFits: keys.length === here.length, misfits: keys.length };
}

/** Maps of which none fits best: what is unknown to all, else what one of them needs. */
function mergeMaps(choice: SchemaError, errors: readonly SchemaError[]): readonly SchemaError[] {
  const here = errors.filter(({ instancePath }) => instancePath === choice.instancePath);
  const unknown = here.filter(({ keyword }) => keyword === "additionalProperties");
  const properties = Object.assign({}, ...here.map(({ parentSchema }) => asSchema(asSchema(parentSchema).properties)));
  const required = [...new Set(here.filter(({ keyword }) => keyword === "required").map(({ params }) => String(params.missingProperty)))];
  const known = Object.keys(properties);
  const strangers = [...new Set(unknown.map(({ params }) => String(params.additionalProperty)))].filter((name) => !known.includes(name));
  if (strangers.length > 0) {
    return strangers.map((name) => ({
      ...choice,
      keyword: "additionalProperties",
      params: { additionalProperty: name },
      parentSchema: { ...asSchema(choice.parentSchema), properties },
    }));
  }
  return [{ ...choice, keyword: "required", params: { missingProperty: required[0], anyOf: required } }];
}
