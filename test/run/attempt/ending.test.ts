import { afterEach, beforeEach, expect, test } from "vitest";
import { deafFamily } from "../support/families.ts";
import { Workplace } from "../support/workplace.ts";

let place = new Workplace();
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.close());

const alive = (processId: number): boolean => place.executor.platform.processes.startTime(processId) !== undefined;

test("a cancelled stage whose grandchild ignores TERM is gone within six seconds", async () => {
  const cancel = new AbortController();
  const family: number[] = [];
  let cancelledAt = 0;
  const { result } = await place.attempt(
    { does: { command: deafFamily } },
    {
      signal: cancel.signal,
      emit: (event) => {
        if (event.type !== "stage-output") return;
        family.push(Number(event.line));
        if (family.length < 3) return;
        cancelledAt = performance.now();
        cancel.abort("SIGINT");
      },
    },
  );
  expect(performance.now() - cancelledAt).toBeLessThan(6000);
  expect(result).toEqual({ kind: "cancelled", warnings: [] });
  expect(family.map(alive)).toEqual([false, false, false]);
});

test.runIf(process.platform === "linux")("what leaves the stage's group is ended with it where it is ended early", async () => {
  const cancel = new AbortController();
  const escaped: number[] = [];
  const { result } = await place.attempt(
    { does: { command: "setsid sh -c 'echo $$; exec sleep 600' & wait" } },
    {
      signal: cancel.signal,
      emit: (event) => {
        if (event.type !== "stage-output") return;
        escaped.push(Number(event.line));
        cancel.abort("SIGINT");
      },
    },
  );
  expect(result).toEqual({ kind: "cancelled", warnings: [] });
  expect(escaped.map(alive)).toEqual([false]);
});

test("a stage that listens to TERM may clean up, and is not waited for longer", async () => {
  const cancel = new AbortController();
  const startedAt = performance.now();
  const { result, lines } = await place.attempt(
    { does: { command: [process.execPath, "-e", tidy] } },
    { signal: cancel.signal, emit: (event) => event.type === "stage-output" && event.line === "ready" && cancel.abort("SIGINT") },
  );
  expect(result).toEqual({ kind: "cancelled", warnings: [] });
  expect(lines).toEqual(["stdout: ready", "stdout: cleaned"]);
  expect(performance.now() - startedAt).toBeLessThan(2500);
});

const tidy = `
  process.on("SIGTERM", () => {
    console.log("cleaned");
    process.exit(0);
  });
  setInterval(() => undefined, 1_000_000);
  console.log("ready");
`;

test("a stage that takes too long is ended", async () => {
  const { result, lines } = await place.attempt({ does: { command: "echo started; sleep 600" }, timeout: 300 });
  expect(lines).toEqual(["stdout: started"]);
  expect(result).toEqual({
    kind: "timed-out",
    diagnostic: {
      code: "timeout",
      severity: "error",
      message: "stage train took longer than its timeout of 0.3 s and was ended",
      place: { file: "pipeline.yaml", line: 3, column: 3, frame: expect.stringContaining("train:") },
      why: "its last lines: started",
      hint: "raise `timeout`, or find out what it waits for",
    },
    warnings: [],
  });
});

test("a stage that was cancelled before it began does not start", async () => {
  const { result, lines } = await place.attempt({ does: { command: "echo started" } }, { signal: AbortSignal.abort("SIGINT") });
  expect({ result, lines }).toEqual({ result: { kind: "cancelled", warnings: [] }, lines: [] });
});
