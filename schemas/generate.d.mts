/** Names of the kinds that have a schema in schemas/kinds, sorted. */
export function kindNames(): readonly string[];
/** What schemas/editor/<kind>.schema.json must hold. */
export function editorText(kind: string): string;
