/** Asks a person at a terminal. Every answer is `undefined` where Ctrl-C was pressed instead. */
export interface Asker {
  /** A line above the questions. */
  begin(title: string): void;
  choose<Value extends string>(question: Choice<Value>): Promise<Value | undefined>;
  write(question: TextQuestion): Promise<string | undefined>;
}

export interface Choice<Value extends string> {
  readonly message: string;
  readonly options: readonly { readonly value: Value; readonly hint?: string }[];
  readonly initial: Value;
}

export interface TextQuestion {
  readonly message: string;
  /** What Enter alone means, shown where the answer goes. */
  readonly initial: string;
  /** What is wrong with an answer, or undefined. */
  readonly problem: (answer: string) => string | undefined;
}
