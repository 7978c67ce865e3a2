import { join } from "node:path";
import type { Environment } from "../platform/environment.ts";

export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** Whether it travels with the project: then it cannot decide what a machine is trusted with. */
  readonly committed: boolean;
}

/** Those that count in a project, in the order in which later ones win; there or not. */
export function configFiles({ variables }: Environment, projectRoot: string): readonly ConfigFile[] {
  const user = userFolder(variables);
  return [
    { path: join(projectRoot, "millrace.config.yaml"), committed: true },
    ...(user === undefined ? [] : [{ path: join(user, "millrace", "config.yaml"), committed: false }]),
    { path: join(projectRoot, ".millrace", "config.yaml"), committed: false },
  ];
}

/** By the XDG base directory specification a relative path does not count. */
function userFolder({ XDG_CONFIG_HOME, HOME }: Environment["variables"]): string | undefined {
  if (XDG_CONFIG_HOME?.startsWith("/")) return XDG_CONFIG_HOME;
  return HOME?.startsWith("/") ? join(HOME, ".config") : undefined;
}
