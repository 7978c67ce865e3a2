import { type Added, type AddRequest, add } from "../../data/add.ts";
import { bringIn } from "../../data/bring-in.ts";
import { shellWord } from "../../diagnostics/command-line.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { addedLine } from "../../report/data/added.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { addOptions } from "../table/add.ts";
import { tellIgnore } from "../tell-ignore.ts";
import { usageError } from "../usage-error.ts";
import { type DataWork, outside, withData, wordPath } from "../with-data.ts";

type Invocation = CommandInvocation<typeof addOptions>;

export function run(invocation: Invocation): Promise<ExitCode> {
  const { platform, options } = invocation;
  return withData({ platform, quiet: options.quiet === true, wait: options["no-wait"] !== true }, async (work) => {
    const wanted = sourcesOf(invocation, work);
    if (!wanted.ok) {
      work.tell(wanted.failure);
      return exitCodes.usage;
    }
    const codes: ExitCode[] = [];
    for (const source of wanted.value) {
      const added = await addOne(work, source);
      if (added.ok) tellAdded(invocation, { work, added: added.value });
      else {
        work.tell(added.failure);
        codes.push(codeOf(added.failure));
      }
    }
    return mostSevere(codes);
  });
}

/** A word of the command line, and where it is to stand. */
interface Source {
  readonly word: string;
  readonly foreign: boolean;
  readonly path: AddRequest["path"];
}

const isUrl = (word: string): boolean => /^https?:\/\//i.test(word);

function sourcesOf({ platform, options, arguments: words }: Invocation, { data }: DataWork): Result<readonly Source[], Diagnostic> {
  const { projectRoot } = data;
  const [first = "", second, ...more] = words;
  const target = isUrl(first) ? (options.to ?? second ?? nameIn(first)) : options.to;
  if (target !== undefined && (isUrl(first) ? more.length > 0 : words.length > 1)) {
    return failure(
      usageError("option-value", {
        message: "one URL, or one path with --to, at a time",
        hint: "millrace add URL [PATH]; or millrace add PATH --to PATH",
      }),
    );
  }
  if (target !== undefined) {
    const path = wordPath(platform, { projectRoot, word: target });
    return path.ok ? success([{ word: first, foreign: true, path: path.value }]) : path;
  }
  const sources: Source[] = [];
  for (const word of words) {
    if (isUrl(word)) return failure(usageError("option-value", { message: "a URL stands alone", hint: "millrace add URL [PATH]" }));
    const path = wordPath(platform, { projectRoot, word });
    if (!path.ok) return failure(outside(word, `to copy it in: \`millrace add ${shellWord(word)} --to PATH\``));
    sources.push({ word, foreign: false, path: path.value });
  }
  return success(sources);
}

/** Where a URL's file goes if nothing else is said: the last part of its path. */
const nameIn = (url: string): string => decodeURIComponent(new URL(url).pathname.split("/").filter(Boolean).at(-1) ?? "download");

async function addOne({ data, progress, following }: DataWork, { word, foreign, path }: Source): Promise<Result<Added, Diagnostic>> {
  progress.begin(path);
  if (foreign) return bringIn(data, { source: word, path, ...following });
  return add(data, { path, ...following });
}

function tellAdded({ platform, options }: Invocation, { work, added }: { readonly work: DataWork; readonly added: Added }): void {
  work.say(addedLine(added));
  tellIgnore(work, { platform, path: added.pin.path, write: options.ignore === true });
}

const codeOf = ({ code }: Diagnostic): ExitCode =>
  code === "disk-failed" || code === "fetch-failed" || code === "data-absent" ? exitCodes.environment : exitCodes.usage;
