/**
 * `${{ params.seed }}` inside `{ … }` or `[ … ]` is not YAML: the braces are the collection's own. So that one such place does not
 * hide every other fault of the file, YAML is read with the characters that mean something to it exchanged, one for one, for
 * private ones; offsets stay as they are.
 */
const special = ["{", "}", "[", "]", ",", ":", "#"];
const firstPrivate = 0xe5a0;
const hidden = special.map((_, index) => String.fromCharCode(firstPrivate + index));

/** From `${{` to the `}}` on the same line; where that is missing, the opening alone. */
const template = /\$\{\{(?:(?!\$\{\{)[^\n])*?\}\}|\$\{\{/g;
const hiddenCharacters = new RegExp(`[${hidden.join("")}]`, "g");

export function maskTemplates(text: string): string {
  if (!text.includes("${{") || hiddenCharacters.test(text)) return text;
  return text.replace(template, (match) => match.replace(/[{}[\],:#]/g, (character) => hidden[special.indexOf(character)] ?? character));
}

export const unmask = (text: string): string =>
  text.replace(hiddenCharacters, (character) => special[hidden.indexOf(character)] ?? character);

/** Whether masked text holds a template. */
export const holdsMask = (masked: string): boolean => masked.search(hiddenCharacters) !== -1;
