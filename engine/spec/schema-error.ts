/** What a compiled validator says of a value: the part of ajv's error that messages are made from. `verbose` fills the last three. */
export interface SchemaError {
  /** JSON pointer into the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly propertyName?: string;
  readonly schema?: unknown;
  readonly parentSchema?: unknown;
  readonly data?: unknown;
}

export type Schema = Readonly<Record<string, unknown>>;

export const asSchema = (value: unknown): Schema => (typeof value === "object" && value !== null ? (value as Schema) : {});

export const pathOf = ({ instancePath }: SchemaError): readonly string[] =>
  instancePath === ""
    ? []
    : instancePath
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

export const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
