/** Words that YAML 1.2 takes for something else than a text. */
const meanings = new Set(["null", "true", "false", "~"]);

/** A text as a YAML scalar that can stand anywhere, also between `{` and `}`. */
export const yamlScalar = (text: string): string =>
  /^[A-Za-z_./][\w./-]*$/.test(text) && !meanings.has(text.toLowerCase()) && !/^[.]?(?:inf|nan)$/i.test(text) ? text : JSON.stringify(text);
