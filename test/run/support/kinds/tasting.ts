// A kind of one's own whose `with` says what it does.
import { appendFileSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { defineStage } from "../../../../engine/kind/define-stage.ts";
import { StageFailure } from "../../../../engine/kind/stage-context.ts";

interface With {
  readonly does: "pour" | "spill" | "break" | "break-later" | "leave" | "wait" | "wander-off" | "hurry" | "ramble";
}

export default defineStage<With, "wine" | "water", "glass">({
  name: "tasting",
  version: 1,
  description: "Pours what comes in into what goes out.",
  ports: {
    in: {
      wine: { type: "file", description: "What is poured." },
      water: { type: "file", optional: true, description: "What is added." },
    },
    out: { glass: { type: "file", description: "Where it is poured." } },
  },
  with: true,
  work: {
    run: async ({ in: { wine, water }, out, with: { does }, report, signal }) => {
      switch (does) {
        case "pour":
          writeFileSync(out.glass.path, `${readFileSync(wine.path, "utf8")} ${wine.digest} ${wine.items[0]?.type} water: ${water.bound}`);
          report.backend("cpu");
          report.log("poured\nwithout a drop lost");
          report.warn({ code: "not-reproduced", message: "never twice the same" });
          report.warn({ code: "of-its-own", message: "a code that Millrace does not have" });
          console.log("said by the kind");
          return;
        case "spill":
          throw new StageFailure({ code: "data-invalid", message: `spilt ${process.env.API_TOKEN}`, why: "it shook", hint: "hold still" });
        case "break":
          throw new TypeError("the glass is undefined");
        case "break-later":
          setTimeout(() => {
            throw new TypeError("the table is undefined");
          });
          return new Promise(() => undefined);
        case "leave":
          process.exit(0);
          break;
        case "wander-off":
          return new Promise(() => undefined);
        case "wait": {
          report.log("waiting");
          const clock = setInterval(() => undefined, 1_000_000);
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          clearInterval(clock);
          appendFileSync(out.glass.path, "put down");
          return;
        }
        case "ramble":
          report.log("blah ".repeat(100_000));
          writeSync(4, "not a message\n");
          return;
        case "hurry":
          for (let step = 1; step <= 100_000; step += 1)
            report.progress({ step, total: 100_000, unit: "sip", values: { level: 1 / step } });
      }
    },
  },
});
