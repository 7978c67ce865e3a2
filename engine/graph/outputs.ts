import { posix } from "node:path";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { Span } from "../diagnostics/source.ts";
import type { LoadedKind } from "../kind/loaded-kind.ts";
import { extensionOf, type PortType } from "../kind/port.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { OutputSpec } from "../spec/pipeline.ts";
import type { CompileContext, DraftOutput } from "./draft.ts";
import type { Instance } from "./instance.ts";
import type { Problem } from "./problem-list.ts";
import { isWithin, projectPath } from "./project-path.ts";
import { resolveText } from "./resolve.ts";

export interface OutputsRequest extends CompileContext {
  readonly instance: Instance;
  readonly kind: LoadedKind | undefined;
}

/** All ports of a kind; those of a command as written, with the types of the kind that it is checked as. */
export function draftOutputs(request: OutputsRequest): readonly DraftOutput[] {
  const { spec } = request.instance;
  const written = new Map(spec.out.map((output) => [output.port.value, output]));
  if (spec.does.kind === "run" || request.kind === undefined) {
    return spec.out.map((output) => draftOutput(request, { port: output.port.value, output }));
  }
  reportUnknownPorts(request, request.kind);
  return Object.keys(request.kind.kind.ports.out).map((port) => draftOutput(request, { port, output: written.get(port) }));
}

function reportUnknownPorts({ instance: { spec }, problems }: OutputsRequest, { kind }: LoadedKind): void {
  const ports = Object.keys(kind.ports.out);
  for (const { port } of spec.out) {
    if (ports.includes(port.value)) continue;
    const near = didYouMean(port.value, ports);
    problems.add({
      code: "unknown-port",
      message: `the kind \`${kind.name}\` has no output \`${port.value}\``,
      at: port.at,
      why: `its outputs are ${listOf(ports)}`,
      hint: near === undefined ? undefined : `did you mean \`${near}\`?`,
    });
  }
}

interface Port {
  readonly port: string;
  readonly output: OutputSpec | undefined;
}

function draftOutput(request: OutputsRequest, { port, output }: Port): DraftOutput {
  const { instance, kind, pipeline, problems } = request;
  const declared = kind?.kind.ports.out[port];
  const scope = { params: pipeline.params, matrix: instance.matrix };
  const text = output?.path && resolveText(output.path, { scope, problems });
  const slash = text?.endsWith("/") === true;
  const type: PortType = output?.type ?? declared?.type ?? (slash || instance.spec.map !== undefined ? "directory" : "file");
  if (declared && output?.type && output.type !== declared.type) {
    const message = `output \`${port}\` of the kind \`${kind?.kind.name}\` is a ${declared.type}, not a ${output.type}`;
    problems.add({ code: "port-type", message, at: output.port.at });
  }
  // Also where the written path cannot be used, so that references to the port are not reported once more.
  const extension = declared?.extension ?? extensionOf[type];
  const defaultPath = asProjectPath(`${pipeline.outputRoot}/${instance.id}/${port}${extension}`);
  const path = text === undefined ? defaultPath : projectPath(pipeline.folder, text);
  const at = output?.path?.at ?? output?.port.at ?? instance.spec.name.at;
  if (path === undefined || isWithin(pipeline.file, path)) problems.add(unusable(request, { port, path, at }));
  const role = output?.role ?? declared?.role;
  const usable = path !== undefined && !isWithin(pipeline.file, path);
  return {
    port,
    path: usable ? path : defaultPath,
    type,
    folder: slash || type === "directory" || type === "model",
    at,
    ...(role && { role }),
  };
}

interface Unusable {
  readonly port: string;
  readonly path: ProjectPath | undefined;
  readonly at: Span;
}

function unusable({ instance, pipeline }: OutputsRequest, { port, path, at }: Unusable): Problem {
  const name = `output \`${port}\` of stage \`${instance.spec.name.value}\``;
  const hint = `leave the path out: it is then \`${posix.relative(pipeline.folder, pipeline.outputRoot)}/${instance.id}/${port}\``;
  return path === undefined
    ? {
        code: "output-outside-project",
        message: `${name} is outside the project`,
        at,
        why: "only what is in the project can be checked, restored and removed",
        hint,
      }
    : {
        code: "output-is-input",
        message: `${name} is, or holds, the pipeline file`,
        at,
        why: "an output is removed before its stage runs",
        hint,
      };
}
