// Says how its terminal is on stderr, and that many characters on stdout; then ends at once.
import { nodeConsole } from "../../engine/platform/node-console.ts";

const spoken = nodeConsole();
const { interactive, columns, colour } = spoken.terminal;
spoken.error(`${JSON.stringify({ interactive, columns, colour })}\n`);
spoken.out(`${"x".repeat(Number(process.argv[2]))}\n`);
process.exit(0);
