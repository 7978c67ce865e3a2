import { command, type OptionTable } from "../option-table.ts";

export const addOptions = {
  to: { kind: "text", value: "PATH", description: "where in the project it is to stand: of a URL, or of a path outside of the project" },
  ignore: { kind: "flag", description: "write the line into .gitignore, instead of printing it" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
} as const satisfies OptionTable;

export const addCommand = command({
  name: "add",
  group: "data",
  arguments: "PATH… | URL [PATH]",
  count: { least: 1, most: Number.POSITIVE_INFINITY },
  summary: "Version a large file or folder: its bytes in the store, a small pin in git",
  description: [
    "Takes what is at PATH into the store and writes PATH.pin, a few lines with digest, size and number of files. Commit the pin; the data itself is not for git: the line for .gitignore is printed. Add again after a change: git's history of the pin is the history of the data.",
    "A pinned path is an input like any other, `in: { images: ./data/images }`. On a fresh clone the bytes are fetched when a stage needs them, and only then. `millrace push` sends them to the remote, from which others fetch them: see its help.",
    "Millrace keeps a copy of its own in the store (`.millrace/store`), where the file system can without using the space twice; `millrace du` says how much that is.",
    "A URL (http or https) is fetched, resumed where it was cut, and remembered: `millrace update` fetches it again. A path outside of the project is copied in, to where --to says.",
  ],
  options: addOptions,
  examples: [
    { line: "millrace add data/images", shows: "a folder, of 5 GB as well; then: git add data/images.pin" },
    { line: "git checkout v1 && millrace checkout", shows: "the data of an earlier version" },
    { line: "millrace add https://example.org/wine.csv data/wine.csv", shows: "fetched, and recorded with where it is from" },
    { line: "millrace add /mnt/scans --to data/scans", shows: "copied into the project" },
    { line: "millrace add --ignore model.bin", shows: "and the line in .gitignore" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/add.ts")).run,
});
