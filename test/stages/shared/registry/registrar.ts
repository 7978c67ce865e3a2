// A process that registers one model when it is told to: `node registrar.js ROOT LETTER WANTED`, then a line on stdin.
import { once } from "node:events";
import { recordVersion } from "../../../../stages/shared/registry/record-version.ts";
import { digestOfLetter, wineRegistration } from "./registration.ts";

const [root = "", letter = "", wanted = ""] = process.argv.slice(2);
process.stdout.write("ready\n");
await once(process.stdin, "data");
const { version, outcome } = recordVersion(wineRegistration(root, { digest: digestOfLetter(letter), wanted }));
process.stdout.write(`${JSON.stringify({ letter, version: version.version, outcome })}\n`);
process.exit(0);
