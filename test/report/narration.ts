import type { Narration } from "../../engine/report/narration.ts";
import { painter } from "../../engine/report/painter.ts";
import { Screen, TestClock } from "./screen.ts";

export interface TestNarration extends Narration {
  readonly console: Screen;
  readonly clock: TestClock;
}

export function testNarration(more: Partial<TestNarration> = {}): TestNarration {
  const console = more.console ?? new Screen();
  return {
    console,
    clock: new TestClock(),
    paint: painter(console.terminal.colour),
    level: "normal",
    annotate: false,
    locate: (path) => path,
    command: (name, stage) => `millrace ${name} pipelines/wine ${stage ?? ""}`.trimEnd(),
    ...more,
  };
}
