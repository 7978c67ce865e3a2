import { posix } from "node:path";
import type { ProjectPath } from "../platform/identity.ts";
import { asProjectPath } from "../platform/identity.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import type { Claim } from "./claims.ts";
import type { Draft, DraftInput } from "./draft.ts";
import { expandMatrix } from "./expand-matrix.ts";
import { draftOutputs } from "./outputs.ts";
import { ProblemList } from "./problem-list.ts";

export interface ClaimsRequest {
  readonly pipeline: Pipeline;
  readonly drafts: readonly Draft[];
  readonly inputs: ReadonlyMap<Draft, readonly DraftInput[]>;
  /** Of the same project; what is wrong with them is theirs to say. */
  readonly otherPipelines: readonly Pipeline[];
}

/** Who writes and reads what: the stages of this pipeline, those of the others as far as they are known without their kinds, and Millrace. */
export function claimsOf({ pipeline, drafts, inputs, otherPipelines }: ClaimsRequest): readonly Claim[] {
  return [
    ...reserved(pipeline),
    ...drafts.flatMap((draft) => [...outputClaims(draft), ...inputClaims(draft, inputs.get(draft) ?? [])]),
    ...otherPipelines.filter(({ file }) => file !== pipeline.file).flatMap(foreignClaims),
  ];
}

function reserved({ file, lockFile, projectRoot, sources }: Pipeline): readonly Claim[] {
  const params = sources.slice(1).flatMap(({ path }) => (path === undefined ? [] : [posix.relative(projectRoot, path)]));
  const names: readonly (readonly [ProjectPath, string])[] = [
    [file, "the pipeline file"],
    [lockFile, "the lock"],
    [asProjectPath(".millrace"), "Millrace's own folder"],
    [asProjectPath(".git"), "git's folder"],
    [asProjectPath("millrace.config.yaml"), "the project's configuration"],
    [asProjectPath(".millraceignore"), "the list of what is left out of folders"],
    ...params.filter((path) => !path.startsWith("..")).map((path) => [asProjectPath(path), "a file of parameters"] as const),
    [asProjectPath("registry"), "the registry of models and environments"],
  ];
  const rewritten: readonly string[] = [lockFile, ".millrace"];
  return names.map(([path, name]) => ({ path, use: "reserved", name, ...(rewritten.includes(path) && { rewritten: true }) }));
}

const outputClaims = ({ spec, id, outputs }: Draft): readonly Claim[] =>
  outputs.map(({ path, port, at }) => ({
    path,
    use: "output",
    name: `output \`${port}\` of stage \`${spec.name.value}\``,
    stage: spec.name.value,
    at,
    reference: `${id}.${port}`,
  }));

const inputClaims = ({ spec }: Draft, inputs: readonly DraftInput[]): readonly Claim[] =>
  inputs.flatMap(({ port, from, places, at }) => {
    const stage = spec.name.value;
    const name = `input \`${port}\` of stage \`${stage}\``;
    return from.flatMap((source, index): readonly Claim[] =>
      source.kind === "file" ? [{ path: source.path, use: "input", name, stage, at: places[index] ?? at }] : [],
    );
  });

/** A stage with a kind that is not loaded here owns the whole folder of its default paths. */
function foreignClaims(pipeline: Pipeline): readonly Claim[] {
  const problems = new ProblemList(pipeline.sources);
  return pipeline.stages
    .flatMap((spec) => expandMatrix(spec, { params: pipeline.params, problems }))
    .flatMap((instance) => {
      const suffix = `of stage \`${instance.spec.name.value}\` in ${pipeline.file}`;
      const written = draftOutputs({ instance, kind: undefined, pipeline, problems }).map(
        ({ path, port }): Claim => ({ path, use: "output", name: `output \`${port}\` ${suffix}` }),
      );
      if (instance.spec.does.kind === "run") return written;
      const folder = asProjectPath(posix.join(pipeline.outputRoot, instance.id));
      const rest = written.filter(({ path }) => !path.startsWith(`${folder}/`));
      return [...rest, { path: folder, use: "output", name: `an output ${suffix}` } satisfies Claim];
    });
}
