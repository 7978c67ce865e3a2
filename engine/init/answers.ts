import type { Asker } from "../platform/asker.ts";
import { isProjectName } from "./project-name.ts";
import { type TemplateName, templateNames, templateSummaries } from "./template-name.ts";

/** What is given by options; what is absent is asked, or takes its default. */
export interface Given {
  readonly template: TemplateName | undefined;
  readonly data: string | undefined;
}

export interface Answers {
  readonly template: TemplateName;
  /** A table of one's own, as it was typed. */
  readonly data: string | undefined;
}

export interface Asking {
  /** Nobody, where there is no terminal or `--yes` was given. */
  readonly asker: Asker | undefined;
  readonly given: Given;
  /** What is wrong with the path of a table. */
  readonly dataProblem: (path: string) => string | undefined;
}

/** Undefined where Ctrl-C was pressed. */
export async function answers({ asker, given, dataProblem }: Asking): Promise<Answers | undefined> {
  const fixed = given.template ?? (given.data === undefined ? undefined : "tabular");
  const template = fixed ?? (asker === undefined ? "tabular" : await chooseTemplate(asker));
  if (template === undefined) return undefined;
  const data = await askData();
  return data === undefined ? undefined : { template, data: data === "" ? undefined : data };

  /** The empty text for the small table of the template. */
  async function askData(): Promise<string | undefined> {
    if (given.data !== undefined) return given.data;
    if (asker === undefined || template !== "tabular") return "";
    const answer = await asker.write({
      message: "A table of yours: CSV, Parquet, Arrow? Enter takes a small one",
      initial: sample,
      problem: (path) => (path === sample ? undefined : dataProblem(path)),
    });
    return answer === sample ? "" : answer;
  }
}

const sample = "houses.csv (240 invented houses)";

const chooseTemplate = (asker: Asker): Promise<TemplateName | undefined> =>
  asker.choose({
    message: "What shall it begin with?",
    options: templateNames.map((value) => ({ value, hint: templateSummaries[value] })),
    initial: "tabular",
  });

/** What the pipeline is called. Undefined where Ctrl-C was pressed. */
export const askName = (asker: Asker, initial: string): Promise<string | undefined> =>
  asker.write({ message: "What is it called? Its model is called so too", initial, problem: nameProblem });

/** What is wrong with the name of a project. */
export const nameProblem = (name: string): string | undefined =>
  isProjectName(name) ? undefined : "a name is a letter, then letters, digits, _ and -";
