/** A system call that ended, as strace tells it. */
export interface Call {
  readonly process: string;
  readonly name: string;
  /** As text: `"a\303\251.csv"`, `O_RDONLY|O_CLOEXEC`, `AT_FDCWD</home/ada>`. */
  readonly arguments: readonly string[];
  /** -1 of a call that failed. */
  readonly result: number;
  /** `ENOENT`, of a call that failed. */
  readonly error?: string;
  /** Of a call that opened a file: its path, without links. */
  readonly target?: string;
}

/** A call that another process interrupted: its first part. Of `vfork`, the child runs before the second part is there. */
export interface BegunCall {
  readonly process: string;
  readonly name: string;
  readonly begun: true;
}

/**
 * The calls in the lines of `strace -f -y -o`, in the order in which they ended. A call that was cut in two (`<unfinished ...>`,
 * `<... openat resumed>`) is one; signals and exits are left out, and so is a last line that was cut off.
 */
export function* straceCalls(lines: Iterable<string>): Generator<Call | BegunCall> {
  const unfinished = new Map<string, string>();
  for (const line of lines) {
    const [, process, rest] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (process === undefined || rest === undefined) continue;
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (rest.endsWith("<unfinished ...>")) {
      const start = rest.slice(0, -"<unfinished ...>".length).trimEnd();
      unfinished.set(process, start);
      yield { process, name: start.slice(0, start.indexOf("(")), begun: true };
      continue;
    }
    const whole = resumed === null ? rest : `${unfinished.get(process) ?? ""}${resumed[1]}`;
    const call = parseCall(whole);
    if (call !== undefined) yield { process, ...call };
  }
}

function parseCall(text: string): Omit<Call, "process"> | undefined {
  const [head, name = ""] = /^(\w+)\(/.exec(text) ?? [];
  if (head === undefined) return undefined;
  const { parts, end } = argumentsFrom(text, head.length);
  const [, result, target, error] = /^\) *= *(?:(\d+)(?:<(\/.*)>$)?|-1 (E[A-Z0-9]+))/.exec(text.slice(end)) ?? [];
  if (error !== undefined) return { name, arguments: parts, result: -1, error };
  if (result === undefined) return undefined;
  return { name, arguments: parts, result: Number(result), ...(target !== undefined && { target: unescaped(target) }) };
}

/** Cuts at the commas that stand outside of quotes, brackets and `<…>`; `end` is where the closing parenthesis stands. */
function argumentsFrom(text: string, start: number): { readonly parts: readonly string[]; readonly end: number } {
  const token = /"(?:[^"\\]|\\.)*"|<[^>]*>|=>|[()[\]{},]|[^"<()[\]{},=]+|./gy;
  token.lastIndex = start;
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [piece] = found;
    if (depth === 0 && piece === ")") return { parts: [...parts, part.trim()], end: found.index };
    if (depth === 0 && piece === ",") {
      parts.push(part.trim());
      part = "";
      continue;
    }
    if (/^[([{]$/.test(piece)) depth += 1;
    if (/^[)\]}]$/.test(piece)) depth -= 1;
    part += piece;
  }
  return { parts, end: text.length };
}

const letters: Readonly<Record<string, number>> = { n: 10, t: 9, v: 11, f: 12, r: 13, a: 7, b: 8 };

/** The text between the quotes of a C string, from its bytes in UTF-8. */
export function unescaped(text: string): string {
  const bytes: number[] = [];
  for (const [piece, octal, hexadecimal, letter] of text.matchAll(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))|[^\\]+/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (hexadecimal !== undefined) bytes.push(Number.parseInt(hexadecimal, 16));
    else if (letter !== undefined) bytes.push(letters[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(piece));
  }
  return Buffer.from(bytes).toString("utf8");
}
