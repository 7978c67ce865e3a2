/** Left as it is: digits before `<` or `>` would name a file descriptor, and a word with `=` could be an assignment. */
const plain = /^[A-Za-z0-9_./:@%+,-]+$/;

/** One word for a POSIX shell that comes out as `text`, whatever is in it. `next` is what follows in the command. */
export const shellQuote = (text: string, next = ""): string =>
  plain.test(text) && !/^[<>]/.test(next) ? text : `'${text.replaceAll("'", "'\\''")}'`;
