import { isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { Disk } from "../platform/disk.ts";
import { ignoreState } from "../platform/ignore-state.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { millraceVersion } from "../platform/version.ts";
import type { Bundle, Unbundled } from "./bundle-kind.ts";
import { checkContract, type Descriptor, isFault } from "./check-contract.ts";
import { type Closure, stillHolds } from "./closure.ts";
import { compileSchema } from "./compile-schema.ts";
import type { StageKind } from "./define-stage.ts";
import type { KindRequest } from "./load-kind.ts";
import type { KindModule, LoadedKind } from "./loaded-kind.ts";
import { digestOf, fileDigest } from "./own-kind-files.ts";

/** What is kept in `.millrace/state/kinds`, so that a later start neither bundles nor runs the user's module. */
interface KindRecord {
  readonly millrace: string;
  readonly closure: Closure;
  readonly module: KindModule;
  readonly descriptor: Descriptor;
}

/** A kind from a module of the project or from an installed package, bundled anew only when something that it was made from changed. */
export async function loadOwnKind(request: KindRequest): Promise<Result<LoadedKind, Diagnostic>> {
  const absent = reportAbsent(request);
  if (absent) return failure(absent);
  const known = recall(request);
  const record = known === undefined ? await makeRecord(request) : success(known);
  if (!record.ok) return record;
  const { descriptor, module } = record.value;
  const checkWith = await compileSchema(descriptor.with);
  if (!checkWith.ok) return failure(contract(request, { message: `has a \`with\` that is no JSON schema: ${checkWith.failure}` }));
  return success({ kind: kindOf(descriptor, module), module, checkWith: checkWith.value });
}

/** All that the kind is made from; of one that cannot be bundled, all that may have to be mended for it. */
export async function closureOf(request: KindRequest): Promise<Closure> {
  const known = recall(request);
  if (known !== undefined) return known.closure;
  const bundled = await bundle(request);
  return bundled.ok ? bundled.value.closure : bundled.failure.closure;
}

const folderOf = ({ projectRoot, folder }: KindRequest): string => join(projectRoot, folder);
const stateOf = ({ projectRoot }: KindRequest): string => join(projectRoot, ".millrace", "state", "kinds");
const recordOf = (request: KindRequest): string => join(stateOf(request), `${digestOf(`${request.folder}\0${request.uses}`)}.json`);

function reportAbsent(request: KindRequest): Diagnostic | undefined {
  const { uses, projectRoot, platform } = request;
  if (uses.startsWith("npm:")) return undefined;
  const path = resolve(folderOf(request), uses);
  const outside = relative(projectRoot, path).startsWith("..") || isAbsolute(relative(projectRoot, path));
  if (outside) return { code: "input-outside-project", severity: "error", message: `the kind \`${uses}\` is outside the project` };
  if (platform.disk.statTarget(path)?.type === "file") return undefined;
  const near = nearIn(platform.disk, path);
  return {
    code: "missing-file",
    severity: "error",
    message: `there is no file \`${uses}\``,
    ...(near !== undefined && { hint: `did you mean \`${uses.slice(0, uses.lastIndexOf("/") + 1)}${near}\`?` }),
  };
}

function nearIn(disk: Disk, path: string): string | undefined {
  const folder = join(path, "..");
  if (disk.statTarget(folder)?.type !== "directory") return undefined;
  return didYouMean(
    path.slice(folder.length + 1),
    disk.list(folder).map(({ name }) => name),
  );
}

/** Only if every file that the bundle was made from, and the bundle, are what they were. */
function recall(request: KindRequest): KindRecord | undefined {
  const { disk } = request.platform;
  try {
    const path = recordOf(request);
    if (disk.stat(path) === undefined) return undefined;
    const record = JSON.parse(disk.read(path).toString("utf8")) as KindRecord;
    const { bundle } = record.module;
    const intact = record.millrace === millraceVersion() && bundle === bundlePath(request, fileDigest(disk, bundle) ?? "");
    return intact && stillHolds(record.closure, disk) ? record : undefined;
  } catch {
    return undefined;
  }
}

const bundlePath = (request: KindRequest, digest: string): string => join(stateOf(request), `${digest}.mjs`);

async function makeRecord(request: KindRequest): Promise<Result<KindRecord, Diagnostic>> {
  const { uses, projectRoot, platform } = request;
  const bundled = await bundle(request);
  if (!bundled.ok) {
    const { bundleFailure } = await import("./bundle-failure.ts");
    return failure(bundleFailure({ error: bundled.failure.error, uses, projectRoot, platform }));
  }
  const { text, closure, modules, packages } = bundled.value;
  const path = bundlePath(request, digestOf(text));
  const written = write(request, { path, text });
  if (written) return failure(written);
  const descriptor = await describe(request, path);
  if (!descriptor.ok) return descriptor;
  const record: KindRecord = {
    millrace: millraceVersion(),
    closure,
    module: { bundle: path, modules, packages },
    descriptor: descriptor.value,
  };
  write(request, { path: recordOf(request), text: JSON.stringify(record) });
  return success(record);
}

async function bundle(request: KindRequest): Promise<Result<Bundle, Unbundled>> {
  const { uses, projectRoot, platform } = request;
  const { bundleKind } = await import("./bundle-kind.ts");
  const specifier = uses.startsWith("npm:") ? uses.slice("npm:".length) : uses;
  return bundleKind({ disk: platform.disk, specifier, folder: folderOf(request), projectRoot });
}

function write(request: KindRequest, { path, text }: { readonly path: string; readonly text: string }): Diagnostic | undefined {
  const { disk } = request.platform;
  try {
    disk.makeDirectory("scratch", stateOf(request));
    ignoreState(disk, request.projectRoot);
    if (disk.stat(path) === undefined || digestOf(disk.read(path)) !== digestOf(text)) disk.replace("scratch", path, text);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { code: "disk-failed", severity: "error", message: `the bundle of the kind \`${request.uses}\` could not be written`, why };
  }
}

async function describe(request: KindRequest, bundle: string): Promise<Result<Descriptor, Diagnostic>> {
  let exported: unknown;
  try {
    exported = ((await import(pathToFileURL(bundle).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `the kind \`${request.uses}\` throws while it is loaded`;
    return failure({
      code: "kind-load",
      severity: "error",
      message,
      why,
      hint: "do the work in `run`: what stands outside runs at every start",
    });
  }
  const checked = checkContract(exported);
  if (isFault(checked)) return failure(contract(request, checked));
  return success(JSON.parse(JSON.stringify(checked)) as Descriptor);
}

function contract({ uses }: KindRequest, { message, hint }: { readonly message: string; readonly hint?: string }): Diagnostic {
  return { code: "kind-contract", severity: "error", message: `the kind \`${uses}\` ${message}`, ...(hint !== undefined && { hint }) };
}

/** What the engine sees of it; the module itself is loaded by whoever works with it. */
function kindOf({ effect, ...descriptor }: Descriptor, { bundle }: KindModule): StageKind {
  const load = async () => ((await import(pathToFileURL(bundle).href)) as { readonly default: StageKind }).default.work;
  const misfit = () => new Error(`${bundle} is not the kind that was loaded`);
  if (!effect) {
    const run = async (context: Parameters<Extract<StageKind["work"], { run: unknown }>["run"]>[0]) => {
      const work = await load();
      if (work.effect === true) throw misfit();
      return work.run(context);
    };
    return { ...descriptor, work: { run } };
  }
  const effects = async () => {
    const work = await load();
    if (work.effect !== true) throw misfit();
    return work;
  };
  return {
    ...descriptor,
    work: {
      effect: true,
      probe: async (context) => (await effects()).probe(context),
      apply: async (context) => (await effects()).apply(context),
    },
  };
}
