import { defineConfig } from "vitest/config";

// Modules are loaded once for many files: no test replaces a module or leaves one changed.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    isolate: false,
  },
});
