import { expect, test } from "vitest";
import type { Transfer } from "../../engine/events/transfer.ts";
import { TransferProgress, transferText } from "../../engine/report/transfer.ts";

const half: Transfer = { doing: "store", files: 0, allFiles: 1, bytes: 2_500_000_000, allBytes: 5_000_000_000 };

test("a transfer is told in bytes, rate and time left, as far as they are known", () => {
  expect(transferText(half, { label: "big.bin", milliseconds: 10_000 })).toBe(
    "big.bin  storing 2.5 GB of 5.0 GB, 50 %, 250 MB/s, 10.0 s left",
  );
  const many: Transfer = { doing: "fetch", files: 30, bytes: 3000 };
  expect(transferText(many, { label: "", milliseconds: 0 })).toBe("fetching 30 files, 3.0 kB");
  const resumed: Transfer = { ...half, doing: "fetch", bytes: 3_000_000_000 };
  expect(transferText(resumed, { label: "", milliseconds: 1000, from: 2_500_000_000 })).toBe(
    "fetching 3.0 GB of 5.0 GB, 60 %, 500 MB/s, 4.0 s left",
  );
});

/** What is printed of a transfer that is reported ten times a second for that many seconds. */
function printed({ seconds, interactive }: { readonly seconds: number; readonly interactive: boolean }): readonly string[] {
  const written: string[] = [];
  let now = 0;
  const progress = new TransferProgress({
    console: {
      out: () => undefined,
      error: (text) => written.push(text),
      dataIsPlain: true,
      terminal: { interactive, columns: 80, colour: false },
    },
    clock: { now: () => now, elapsed: () => now, wait: async () => undefined },
    quiet: false,
  });
  progress.begin("big.bin");
  for (; now < seconds * 1000; now += 100) progress.onTransfer({ ...half, bytes: now * 1000 });
  progress.clear();
  return written;
}

test("what is over at once shows nothing; a terminal's line is taken away again; a log gets a whole line now and then", () => {
  expect(printed({ seconds: 0.3, interactive: true })).toEqual([]);
  expect(printed({ seconds: 2, interactive: true }).at(-1)).toBe("\r\u001b[1A\u001b[J");
  expect(printed({ seconds: 25, interactive: false }).map((line) => /^big\.bin {2}storing .*\n$/.test(line))).toEqual([true, true]);
});
