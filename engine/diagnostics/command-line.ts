/** Words as a line for a POSIX shell, to be copied and run. */
export const commandLine = (words: readonly string[]): string => words.map(shellWord).join(" ");

/** One word of such a line. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
