import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseTemplate, type TemplatePath } from "../../engine/expression/template.ts";
import { shellQuote } from "../../engine/graph/shell-quote.ts";
import { scanShell } from "../../engine/graph/shell-scan.ts";

const holesOf = (text: string): readonly TemplatePath[] => {
  const parsed = parseTemplate(text);
  return parsed.ok ? parsed.value.filter((part): part is TemplatePath => part.kind === "path") : [];
};
const scan = (text: string, shell: "sh" | "bash" = "sh") => scanShell({ text, holes: holesOf(text), shell });
const X = "${{ with.x }}";

describe("what stands around a template", () => {
  test.each([
    [`echo ${X}`, "bare"],
    [`echo --x=${X}.csv`, "bare"],
    [`echo 'a'${X}"b"`, "bare"],
    [`echo "$(basename ${X})"`, "bare"],
    [`echo "$(echo "$(echo ${X})")"`, "bare"],
    [`echo \\\\${X}`, "bare"],
    [`(cd /; echo ${X})`, "bare"],
    [`echo a#b ${X}`, "bare"],
    [`cat <<END\nit's\nEND\necho ${X}`, "bare"],
    [`cat <<-'END'\n\tit's\n\tEND\necho ${X}`, "bare"],
    [`echo $((1 + (2))) ${X}`, "bare"],
    [`echo "\\"" ${X}`, "bare"],
    [`echo "it's" ${X}`, "bare"],
    [`echo # it's\necho ${X}`, "bare"],
    [`echo "${X}"`, "quotes"],
    [`echo '${X}'`, "quotes"],
    [`echo "$(basename "${X}")"`, "quotes"],
    [`echo \\${X}`, "escape"],
    [`echo $${X}`, "escape"],
    [`echo \`cat ${X}\``, "backquotes"],
    [`echo $((${X} + 1))`, "arithmetic"],
    [`echo \${A:-${X}}`, "expansion"],
    [`cat <<END\n${X}\nEND`, "here-document"],
    [`cat <<${X}\nEND`, "bare"],
    [`echo # ${X}`, "comment"],
  ])("%s: %s", (text, expected) => expect(scan(text).surroundings).toEqual([expected]));

  test("bash knows $'…', sh does not", () => {
    expect(scan(`echo $'\\'' ${X}`, "bash").surroundings).toEqual(["bare"]);
    expect(scan(`echo $'\\' ${X}`, "sh").surroundings).toEqual(["bare"]);
  });
});

describe("what is bare", () => {
  const value = 'it\'s $HOME `id` \\ "x" * #\n!';
  test.each([
    `printf %s ${X}`,
    `printf %s "$(printf %s ${X})"`,
    `printf %s "$(printf %s "$(printf %s ${X})")"`,
    `(printf %s ${X})`,
    `cat <<END >/dev/null\nit's\nEND\nprintf %s ${X}`,
    `# it's "\nprintf %s ${X}`,
    `A=${X}; printf %s "$A"`,
    `if true; then printf %s ${X}; fi`,
  ])("comes out of a real sh unchanged: %s", (text) => {
    expect(scan(text).surroundings).toEqual(["bare"]);
    expect(execFileSync("sh", ["-e", "-c", text.replace(X, () => shellQuote(value))]).toString("utf8")).toBe(value);
  });
});

test("a simple command is cut into the same words as the same one behind a comment", () => {
  const simple = "cp a.csv b.csv;; sort >out.csv b.csv | uniq\nA=1 ls &";
  expect(scan(`${simple}\n# it's`).words).toEqual(scan(simple).words);
  expect(scan(simple).words.length).toBe(9);
});

test("words are cut as a shell cuts them", () => {
  const { words } = scan(`A=1 python 'my script.py' "a"b\\ c --x=$HOME/y <in.csv >"out.csv" | sort # not.csv\ncat "$(ls dir)"`);
  expect(words.map(({ text, dynamic, first }) => `${text}${dynamic ? " (dynamic)" : ""}${first ? " (first)" : ""}`)).toEqual([
    "A=1 (first)",
    "python",
    "my script.py",
    "ab c",
    "--x=/y (dynamic)",
    "in.csv",
    "out.csv",
    "sort (first)",
    "cat (first)",
    "ls (first)",
    "dir",
    " (dynamic)",
  ]);
});
