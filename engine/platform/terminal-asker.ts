import { isatty } from "node:tty";
import type { Asker } from "./asker.ts";
import type { Console } from "./console.ts";

/** Whether somebody is there to answer. */
export const canAsk = (console: Console): boolean => console.terminal.interactive && isatty(0);

/** Questions on stderr, answers from stdin. The library is loaded here, and nowhere else. */
export async function terminalAsker(): Promise<Asker> {
  const { intro, isCancel, select, text } = await import("@clack/prompts");
  const output = process.stderr;
  return {
    begin: (title) => intro(title, { output }),
    async choose({ message, options, initial }) {
      // The library shows a hint of its own only beside the chosen option.
      const width = Math.max(...options.map(({ value }) => value.length));
      const shown = options.map(({ value, hint }) => ({
        value: value as string,
        label: hint === undefined ? value : `${value.padEnd(width)}  ${hint}`,
      }));
      const answer = await select({ message, options: shown, initialValue: initial as string, maxItems: 12, output });
      return isCancel(answer) ? undefined : options.find(({ value }) => value === answer)?.value;
    },
    async write({ message, initial, problem }) {
      const answer = await text({
        message,
        placeholder: initial,
        defaultValue: initial,
        validate: (given) => problem(given === undefined || given === "" ? initial : given),
        output,
      });
      return isCancel(answer) ? undefined : answer;
    },
  };
}
