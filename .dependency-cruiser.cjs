// The house: each folder imports only from folders above it in this list. The engine reaches stages only through the catalogue.
const floors = [
  "platform",
  "diagnostics",
  "events",
  "expression",
  "kind",
  "spec",
  "config",
  "graph",
  "guard",
  "key",
  "store",
  "lock",
  "freshness",
  "trace",
  "run",
  "history",
  "data",
  "upkeep",
  "init",
  "doctor",
  "report",
  "cli",
];

const below = floors.flatMap((floor, index) => {
  const later = floors.slice(index + 1);
  return later.length === 0
    ? []
    : [
        {
          name: `${floor}-looks-down`,
          severity: "error",
          comment: `engine/${floor} imports from a folder below it`,
          from: { path: `^engine/${floor}/` },
          to: { path: `^engine/(${later.join("|")}|library\\.ts$)` },
        },
      ];
});

module.exports = {
  forbidden: [
    ...below,
    {
      name: "no-circular",
      severity: "error",
      comment: "two modules that import each other cannot be understood one by one",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "stages-through-the-catalogue",
      severity: "error",
      comment: "the engine knows kinds by their descriptors alone",
      from: { path: "^engine/", pathNot: "^engine/(kind/catalogue\\.ts|library\\.ts|cli/command/)" },
      to: { path: "^stages/" },
    },
    {
      name: "stages-know-only-kinds",
      severity: "error",
      comment: "a stage knows nothing of run, store or lock",
      from: { path: "^stages/" },
      to: { path: "^engine/", pathNot: "^engine/(kind|platform)/" },
    },
    {
      name: "kinds-are-islands",
      severity: "error",
      comment: "what two kinds share lives in stages/shared",
      from: { path: "^stages/([^/]+)/", pathNot: "^stages/shared/" },
      to: { path: "^stages/", pathNot: ["^stages/$1/", "^stages/shared/"] },
    },
    {
      name: "shared-knows-no-kind",
      severity: "error",
      comment: "stages/shared serves the kinds",
      from: { path: "^stages/shared/" },
      to: { path: "^stages/", pathNot: "^stages/shared/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".mjs", ".js", ".json"] },
  },
};
