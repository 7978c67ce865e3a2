import { findProgram } from "../platform/find-program.ts";
import { askProgram } from "./ask-program.ts";
import type { Patient } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** Programs that commands are often written for. None is needed but sh. */
const programs = [
  { name: "sh", without: "`run:` with a text cannot run", needed: true },
  { name: "bash", without: "`shell: bash` cannot run", needed: false },
  { name: "python3", without: "commands in Python cannot run", needed: false },
  { name: "strace", without: "`millrace init --from-script` sees less of what a script reads", needed: false },
] as const;

export async function examinePrograms({ platform, projectRoot }: Patient): Promise<readonly Finding[]> {
  return Promise.all(
    programs.map(async ({ name, without, needed }): Promise<Finding> => {
      const path = platform.environment.variables.PATH;
      const place = findProgram({ program: name, cwd: projectRoot, path });
      if (!place.ok) return { check: name, state: needed ? "bad" : "note", found: "not installed", why: without };
      const version = name === "sh" ? undefined : await askProgram(platform, { argv: [place.value, "--version"], cwd: projectRoot });
      const told = version === undefined || "failure" in version ? undefined : /\d+(?:\.\d+)+/.exec(version.output)?.[0];
      return { check: name, state: "good", found: told === undefined ? place.value : `${told}, ${place.value}` };
    }),
  );
}
