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
    else {
      const branches = takeBranchErrors(kept, error);
      if (!kept.some((other) => saysType(other, error))) kept.push(...choose(error, branches));
    }
  }
  return kept;
}

/** Beside a wrong type, what the branches ask for is no news. */
const saysType = (error: SchemaError, choice: SchemaError): boolean =>
  error.keyword === "type" && error.instancePath === choice.instancePath && error.parentSchema === choice.parentSchema;

/** More than one branch fitting is another matter. */
const isChoice = ({ keyword, params }: SchemaError): boolean =>
  keyword === "anyOf" || (keyword === "oneOf" && (params.passingSchemas ?? null) === null);

/** The errors that the branches left just before: of the same value or below it, and not from a keyword beside the choice. */
function takeBranchErrors(kept: SchemaError[], choice: SchemaError): readonly SchemaError[] {
  const taken: SchemaError[] = [];
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const within = last.instancePath === choice.instancePath || last.instancePath.startsWith(`${choice.instancePath}/`);
    if (!within || last.parentSchema === choice.parentSchema || isFromElsewhere(last, choice)) break;
    kept.pop();
    taken.unshift(last);
  }
  return taken;
}

/** Of the same value, but by a schema that is none of the branches: by a branch of an outer choice. Behind a reference nobody can tell. */
function isFromElsewhere(error: SchemaError, choice: SchemaError): boolean {
  const branches = Array.isArray(choice.schema) ? choice.schema : [];
  const inline = branches.every((branch) => asSchema(branch).$ref === undefined);
  return inline && error.instancePath === choice.instancePath && !branches.includes(error.parentSchema);
}

interface Branch {
  readonly errors: SchemaError[];
  /** The branch's schema, as far as an error of the value itself has shown it. */
  readonly schema: unknown;
}

function choose(choice: SchemaError, errors: readonly SchemaError[]): readonly SchemaError[] {
  const branches = partition(choice, errors).map((branch) => ({ branch: branch.errors, ...grade(choice, branch.errors) }));
  const inside = branches.filter(({ shapeFits }) => shapeFits);
  if (inside.length === 0) return [{ ...choice, schema: errors.map(({ parentSchema }) => parentSchema) }];
  const fewest = Math.min(...inside.map(({ misfits }) => misfits));
  const best = inside.filter(({ misfits }) => misfits === fewest).map(({ branch }) => branch);
  const [first = []] = best;
  const all = inside.flatMap(({ branch }) => branch);
  return best.length === 1 ? first : (strangers(choice, all) ?? lacking(choice, first, best));
}

/**
 * A validator says the errors of one branch after the other; of one branch first those of the value itself, then those of what is
 * in it. Paths into the schema do not tell the branches apart: behind a reference they begin anew.
 */
function partition(choice: SchemaError, errors: readonly SchemaError[]): readonly Branch[] {
  const branches: Branch[] = [];
  for (const error of errors) {
    const current = branches.at(-1);
    const isHere = error.instancePath === choice.instancePath;
    const belongs = current !== undefined && (isHere ? current.schema === error.parentSchema : holds(current, error, choice));
    if (belongs) current.errors.push(error);
    else branches.push({ errors: [error], schema: isHere ? error.parentSchema : undefined });
  }
  return branches;
}

const childOf = (error: SchemaError, choice: SchemaError): string =>
  error.instancePath.slice(choice.instancePath.length + 1).split("/")[0] ?? "";

/** Of one thing in the value, one branch has one opinion; and it speaks only of keys that it knows. */
function holds({ errors, schema }: Branch, error: SchemaError, choice: SchemaError): boolean {
  if (errors.some((other) => other.instancePath === error.instancePath && other.parentSchema !== error.parentSchema)) return false;
  return schema === undefined || asSchema(asSchema(schema).properties)[childOf(error, choice)] !== undefined;
}

/** These say that a value is of another sort than the branch asks for. */
const otherSort = ["type", "enum", "const", "pattern", "anyOf", "oneOf", "false schema"];

/** Whether the value is of the branch's sort, and how many of its keys are wrong or missing. */
function grade(choice: SchemaError, branch: readonly SchemaError[]): { readonly shapeFits: boolean; readonly misfits: number } {
  const here = branch.filter((error) => error.instancePath === choice.instancePath && error.propertyName === undefined);
  return {
    shapeFits: !here.some(({ keyword }) => otherSort.includes(keyword)),
    misfits: here.filter(({ keyword }) => keyword === "required" || keyword === "additionalProperties").length,
  };
}

/** Of maps of which none fits best: the keys that none of them knows. */
function strangers(choice: SchemaError, errors: readonly SchemaError[]): readonly SchemaError[] | undefined {
  const here = errors.filter(({ instancePath }) => instancePath === choice.instancePath);
  const properties = Object.assign({}, ...here.map(({ parentSchema }) => asSchema(asSchema(parentSchema).properties)));
  const unknown = here.filter(({ keyword }) => keyword === "additionalProperties").map(({ params }) => String(params.additionalProperty));
  const names = [...new Set(unknown)].filter((name) => properties[name] === undefined);
  if (names.length === 0) return undefined;
  const parentSchema = { ...asSchema(choice.parentSchema), properties };
  return names.map((name) => ({ ...choice, keyword: "additionalProperties", params: { additionalProperty: name }, parentSchema }));
}

/** Else what one of them needs; if the first lacks nothing, what it has too much. */
function lacking(choice: SchemaError, first: readonly SchemaError[], best: readonly (readonly SchemaError[])[]): readonly SchemaError[] {
  if (!first.some(({ keyword }) => keyword === "required")) return first;
  const required = best.flatMap((branch) => branch.find(({ keyword }) => keyword === "required") ?? []);
  const names = [...new Set(required.map(({ params }) => String(params.missingProperty)))];
  return [{ ...choice, keyword: "required", params: { missingProperty: names[0], anyOf: names } }];
}
