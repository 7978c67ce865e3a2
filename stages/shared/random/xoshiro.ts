/** The four 32-bit words of a generator; not all zero. */
export type State = Uint32Array;

/**
 * The next 32 bits of xoshiro128**, which moves `state` on.
 * Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021); https://prng.di.unimi.it/xoshiro128starstar.c
 */
export function nextBits(state: State): number {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  const third = c ^ a;
  const fourth = d ^ b;
  state[0] = a ^ fourth;
  state[1] = b ^ third;
  state[2] = third ^ (b << 9);
  state[3] = rotateLeft(fourth, 11);
  return result;
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
