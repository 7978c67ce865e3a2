import type { JsonSchema } from "./define-stage.ts";
import type { InputPort, OutputPort } from "./port.ts";
import { portTypes } from "./port.ts";

/** What a kind says of itself, as data: it can be kept beside its bundle. */
export interface Descriptor {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly ports: { readonly in: Readonly<Record<string, InputPort>>; readonly out: Readonly<Record<string, OutputPort>> };
  readonly with: JsonSchema;
  readonly effect: boolean;
}

export interface ContractFault {
  /** Goes on "the kind …": `has no name`. */
  readonly message: string;
  readonly hint: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Compares what a module exports by default with what `defineStage` asks for. */
export function checkContract(exported: unknown): Descriptor | ContractFault {
  if (!isObject(exported)) return { message: "exports no stage by default", hint: "write `export default defineStage({ … })`" };
  const { name, version, description, ports, with: schema, work } = exported;
  if (typeof name !== "string" || !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name))
    return { message: "has no valid `name`", hint: 'add `name: "my-kind"`: letters, digits, `_` and `-`' };
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    return { message: "has no `version`", hint: "add `version: 1`, a whole number that you raise when its results change" };
  const fault = portsFault(ports) ?? workFault(work);
  if (fault) return fault;
  if (!isObject(schema) && typeof schema !== "boolean")
    return { message: "has no schema of its `with`", hint: 'add `with: { type: "object", properties: { … } }`, or `with: true`' };
  return {
    name,
    version,
    description: typeof description === "string" ? description : "",
    ports: ports as Descriptor["ports"],
    with: schema,
    effect: isObject(work) && work.effect === true,
  };
}

export const isFault = (checked: Descriptor | ContractFault): checked is ContractFault => "message" in checked;

function portsFault(ports: unknown): ContractFault | undefined {
  if (!isObject(ports) || !isObject(ports.in) || !isObject(ports.out))
    return { message: "has no `ports`", hint: "add `ports: { in: { … }, out: { … } }`" };
  for (const [side, group] of Object.entries({ in: ports.in, out: ports.out })) {
    for (const [name, port] of Object.entries(group)) {
      const types = isObject(port) ? (Array.isArray(port.type) && side === "in" ? port.type : [port.type]) : [];
      const known = types.length > 0 && types.every((type) => portTypes.some((portType) => portType === type));
      if (!known) return { message: `has no known type at the port \`${side}.${name}\``, hint: `one of ${portTypes.join(", ")}` };
    }
  }
  return undefined;
}

function workFault(work: unknown): ContractFault | undefined {
  if (!isObject(work)) return { message: "has no `work`", hint: "add `work: { run: async (context) => { … } }`" };
  if (work.effect === true) {
    const complete = typeof work.probe === "function" && typeof work.apply === "function";
    return complete ? undefined : { message: "is an effect without `probe` and `apply`", hint: "add both to `work`" };
  }
  return typeof work.run === "function"
    ? undefined
    : { message: "has no `work.run`", hint: "add `run: async (context) => { … }` to `work`" };
}

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
