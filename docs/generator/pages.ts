import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLineRegions } from "./command-line.ts";
import { diagnosticIndex } from "./diagnostics.ts";
import { kindRegions } from "./kinds.ts";
import { configRegions, pipelineFileRegions, tableSchemaRegions } from "./pipeline-file.ts";
import { type Regions, withRegions } from "./regions.ts";
import { repository } from "./repository.ts";

/** A page that is made, or in which parts are: its path from the repository's root, and its text as it must be. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Pages made from tables and schemas alone. */
export const referencePages = async (): Promise<readonly Page[]> => [
  filled("docs/reference/cli.md", commandLineRegions()),
  filled("docs/reference/pipeline.md", pipelineFileRegions()),
  filled("docs/reference/configuration.md", configRegions()),
  filled("docs/reference/diagnostics.md", { "every code": diagnosticIndex() }),
  filled("docs/reference/kinds.md", { ...(await kindRegions()), ...tableSchemaRegions() }),
];

const filled = (path: string, regions: Regions): Page => ({
  path,
  text: withRegions(readFileSync(join(repository, path), "utf8"), regions),
});
