import { defineConfig } from "vitest/config";

/** `npm run test:interop`: Millrace beside the programs that its users have, which `npm test` does not need. */
export default defineConfig({
  test: {
    include: ["test/interop/**/*.interop.ts"],
    globalSetup: ["test/interop/set-up.ts"],
    reporters: ["verbose"],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    pool: "forks",
    maxWorkers: 1,
  },
});
