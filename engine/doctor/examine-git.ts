import { basename } from "node:path";
import { findPipelines, pipelineNaming } from "../spec/pipeline-naming.ts";
import { askProgram } from "./ask-program.ts";
import type { Patient } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** Whether there is a repository, and whether it leaves locks as they are written and results alone. */
export async function examineGit({ platform, projectRoot }: Patient): Promise<readonly Finding[]> {
  const { workingDirectory: cwd } = platform.environment;
  const git = (...words: string[]) => askProgram(platform, { argv: ["git", ...words], cwd });
  const version = await git("--version");
  if ("failure" in version) {
    const why = "nothing is compared with earlier commits, and no model's card names its commit";
    return [{ check: "git", state: "note", found: "not installed", why }];
  }
  const found = version.output.replace("git version ", "");
  const inside = await git("rev-parse", "--show-toplevel");
  if ("failure" in inside || inside.code !== 0) {
    return [
      {
        check: "git",
        state: "note",
        found: `${found}, ${projectRoot} is in no repository`,
        hint: "git init, and commit pipeline and lock",
      },
    ];
  }
  const [first] = findPipelines(platform.disk, cwd);
  const lock = pipelineNaming(first ?? "pipeline.yaml").lockFile;
  return [{ check: "git", state: "good", found }, await lineEnds(lock), ...(await committedState())];

  async function lineEnds(file: string): Promise<Finding> {
    const answer = await git("check-attr", "text", "eol", "--", file);
    const attributes = "failure" in answer ? "" : answer.output;
    const isSafe = /: eol: lf$/m.test(attributes) || /: text: unset$/m.test(attributes);
    if (isSafe) return { check: "git attributes", state: "good", found: `${basename(file)} keeps its line ends` };
    const conversion = await git("config", "core.autocrlf");
    const converts = !("failure" in conversion) && conversion.output.trim() === "true";
    return {
      check: "git attributes",
      state: converts ? "warning" : "note",
      found: `none for ${basename(file)}`,
      why: converts ? "git writes it with CRLF here, and each run writes it back" : "a checkout on Windows would change its line ends",
      hint: "echo '*.lock.json text eol=lf' >> .gitattributes",
    };
  }

  async function committedState(): Promise<readonly Finding[]> {
    const answer = await askProgram(platform, { argv: ["git", "ls-files", "--", ".millrace", ":(glob)**/.millrace/**"], cwd: projectRoot });
    if ("failure" in answer || answer.output === "") return [];
    const found = `${answer.output.split("\n").length} files of .millrace are committed`;
    return [{ check: "git ignore", state: "warning", found, why: "it is this machine's own state", hint: "git rm -r --cached .millrace" }];
  }
}
