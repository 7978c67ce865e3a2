/** A seeded source of randomness: the same seed gives the same numbers on every platform and Node version. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform in 0 … bound - 1, without modulo bias. */
  below(bound: number): number;
  /** Standard normal. */
  normal(): number;
  /** Fisher-Yates, in place. */
  shuffle<Item>(items: Item[] | Int32Array): void;
  /** An independent source, named: what one part draws does not shift another's numbers. */
  derive(name: string): Random;
}
