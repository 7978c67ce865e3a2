import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { runPipeline } from "./engine.ts";

const kind = `import { readFileSync, writeFileSync } from "node:fs";
import { defineStage } from "millrace";
import { greeting } from "./helper.ts";
import { version } from "measure";

export default defineStage<{ loud?: boolean }, "text", "greeting">({
  name: "greet",
  version: 1,
  description: "Greets whoever stands in a text.",
  ports: {
    in: { text: { type: "file", description: "a name" } },
    out: { greeting: { type: "file", description: "the greeting" } },
  },
  with: { type: "object", additionalProperties: false, properties: { loud: { type: "boolean", default: false } } },
  work: {
    run: async (context) => {
      const text: string = greeting(readFileSync(context.in.text.path, "utf8").trim()) + version;
      writeFileSync(context.out.greeting.path, context.with.loud === true ? text.toUpperCase() : text);
    },
  },
});
`;
const pipeline = `name: greetings
stages:
  greet:
    uses: ./kinds/greet.ts
    in:
      text: ./name.txt
`;

function project() {
  const folder = temporaryFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("millrace.config.yaml", "");
  write("pipeline.yaml", pipeline);
  write("name.txt", "Ada\n");
  write("kinds/greet.ts", kind);
  write("kinds/helper.ts", "export const greeting = (name: string): string => `Hello ${name} `;\n");
  write("kinds/unused.ts", "export const nothing = 0;\n");
  package_(write, "1.0.0");
  const run = async (): Promise<string> => {
    const outcome = await runPipeline({ folder, executions: join(folder, "..", "unused") });
    expect(outcome.exitCode, JSON.stringify(outcome.events)).toBe(0);
    const ended = outcome.events.flatMap((event) => (event.type === "stage-finished" ? [event.outcome as string] : []));
    return `${ended.join()}: ${readFileSync(join(folder, "out/greet/greeting"), "utf8")}`;
  };
  return { folder, write, run };
}

const package_ = (write: (path: string, text: string) => void, version: string): void => {
  write("node_modules/measure/package.json", JSON.stringify({ name: "measure", version, type: "module", main: "main.js" }));
  write("node_modules/measure/main.js", `export const version = ${JSON.stringify(version)};\n`);
};

test("a kind of one's own runs again when any module that it bundles, or a package that it imports, is another", async () => {
  const { folder, write, run } = project();
  expect(await run()).toBe("ran: Hello Ada 1.0.0");
  expect(await run()).toBe("fresh: Hello Ada 1.0.0");

  write("kinds/unused.ts", "export const nothing = 1;\n");
  expect(await run()).toBe("fresh: Hello Ada 1.0.0");

  write("kinds/helper.ts", 'import { mark } from "./mark.ts";\nexport const greeting = (name: string): string => `Bye ${name}${mark} `;\n');
  write("kinds/mark.ts", 'export const mark = "!";\n');
  expect(await run()).toBe("ran: Bye Ada! 1.0.0");
  write("kinds/mark.ts", 'export const mark = "?";\n');
  expect(await run()).toBe("ran: Bye Ada? 1.0.0");

  package_(write, "1.0.1");
  expect(await run()).toBe("ran: Bye Ada? 1.0.1");

  write("kinds/mark.ts", 'export const mark = "!";\n');
  package_(write, "1.0.0");
  expect(await run()).toBe("restored: Bye Ada! 1.0.0");

  rmSync(join(folder, ".millrace", "state"), { recursive: true });
  expect(await run()).toBe("fresh: Bye Ada! 1.0.0");

  write("pipeline.yaml", `${pipeline}    with:\n      loud: true\n`);
  expect(await run()).toBe("ran: BYE ADA! 1.0.0");
});
