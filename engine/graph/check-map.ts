import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { CompileContext, Draft, DraftInput } from "./draft.ts";

/** A mapped stage goes over one folder, and what it makes is folders, in which each file has its results. */
export function checkMap(
  { spec, outputs, id }: Draft,
  { inputs, problems }: CompileContext & { readonly inputs: readonly DraftInput[] },
): void {
  const { map, name } = spec;
  if (map === undefined || spec.does.kind !== "run") return;
  const port = map.port.value;
  const input = inputs.find((candidate) => candidate.port === port);
  const names = spec.in.map(({ port: { value } }) => value);
  const near = didYouMean(port, names) ?? names[0];
  if (input === undefined && !spec.incomplete) {
    problems.add({
      code: "unknown-port",
      message: `stage \`${name.value}\` has no input \`${port}\` to be mapped over`,
      at: map.port.at,
      why: names.length === 0 ? "it has no inputs" : `its inputs are ${listOf(names)}`,
      hint: near === undefined ? `in:\n  ${port}: ./folder` : `write \`map: in.${near}\``,
    });
  }
  if (input !== undefined && (input.from.length > 1 || input.open)) {
    problems.add({
      code: "port-type",
      message: `stage \`${name.value}\` is mapped over one folder, and input \`${port}\` is several`,
      at: map.port.at,
      hint: "give the stage the matrix of what makes them, or gather them into one folder first",
    });
  }
  for (const output of outputs) {
    if (output.folder) continue;
    problems.add({
      code: "port-type",
      message: `output \`${output.port}\` of stage \`${name.value}\` is a ${output.type}, and what is made of each file stands in a folder`,
      at: output.at,
      why: "a stage with `map` leaves a folder, in which each file has its results; they are put together by another stage",
      hint: `${output.port}: ./out/${id}/${output.port}/`,
    });
  }
  if (!spec.cache) {
    problems.add({
      code: "wrong-value",
      message: `stage \`${name.value}\` is mapped over files, and may not be kept`,
      at: map.port.at,
      why: "what was made of each file is kept in the store, so that only a file that changes is taken up again",
      hint: "take `cache: false` away",
    });
  }
}
