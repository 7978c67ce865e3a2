import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { type EnvironmentOf, type EnvironmentPointer, environmentNames, readEnvironment } from "./environment.ts";

/** The pointer of an environment that must be there. Throws StageFailure `registry-missing` or `registry-damaged`. */
export function knownEnvironment(of: EnvironmentOf): EnvironmentPointer {
  const read = readEnvironment(of);
  if (read.state === "read") return read.fact;
  if (read.state === "damaged") {
    throw new StageFailure({
      code: "registry-damaged",
      message: `${read.damage.file} is damaged: ${read.damage.problem}`,
      hint: `git checkout -- ${read.damage.file}, or deploy again: millrace run deploy`,
    });
  }
  const names = environmentNames(of.projectRoot);
  throw new StageFailure({
    code: "registry-missing",
    message: `there is no environment ${of.environment}`,
    why: names.length === 0 ? "nothing has been deployed in this project yet" : `the project has ${names.join(", ")}`,
    hint:
      names.length === 0 ? "millrace run, with a stage that uses deploy" : names.length === 1 ? `write ${names[0]}` : "write one of these",
  });
}
