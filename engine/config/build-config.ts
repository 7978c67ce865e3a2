import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import type { Environment } from "../platform/environment.ts";
import type { SourceEntry, SourceValue } from "../spec/pipeline.ts";
import { durationInMilliseconds, sizeInBytes } from "../spec/quantity.ts";
import { entryOf, type TreePath, valueAt } from "../spec/tree-path.ts";
import { branchScopes, type Config, type Pools, type RemoteConfig, type StoreConfig } from "./config.ts";
import type { Layers } from "./read-layers.ts";

export interface ConfigRequest {
  readonly layers: Layers;
  readonly environment: Environment;
  readonly projectRoot: string;
}

/** What the files mean on this machine, and what is wrong with it as a whole. */
export function buildConfig(request: ConfigRequest): { readonly config: Config; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report = (message: string, { at, ...more }: Partial<Diagnostic> & { readonly at?: Span }): void => {
    const place = at === undefined ? undefined : placeIn(request.layers.sources, at);
    diagnostics.push({ code: "wrong-value", severity: "error", message, ...(place !== undefined && { place }), ...more });
  };
  const files = new ConfigReader(request, report);
  const remotes = files.remotes();
  const remote = files.usualRemote(remotes);
  return { config: { store: files.store(), remotes, ...(remote !== undefined && { remote }), pools: files.pools() }, diagnostics };
}

export const storeDefaults = { size: 20e9, age: 30 * 86_400_000, runs: 10, branches: "local", tags: false, links: "reflink" } as const;

type Report = (message: string, more: Partial<Diagnostic> & { readonly at?: Span }) => void;
type Scalar = SourceValue & { readonly kind: "scalar" };

class ConfigReader {
  readonly #root: SourceValue;
  readonly #sources: readonly Source[];
  readonly #environment: Environment;
  readonly #projectRoot: string;
  readonly #report: Report;

  constructor({ layers, environment, projectRoot }: ConfigRequest, report: Report) {
    this.#root = layers.merged;
    this.#sources = layers.sources;
    this.#environment = environment;
    this.#projectRoot = projectRoot;
    this.#report = report;
  }

  store(): StoreConfig {
    const folder = this.#scalar("cache", "folder");
    const size = this.#scalar("cache", "size")?.text;
    const age = this.#scalar("cache", "age")?.text;
    const runs = this.#scalar("cache", "runs")?.text;
    const branches = this.#scalar("cache", "branches")?.text;
    const tags = this.#scalar("cache", "tags")?.text;
    const links = this.#scalar("cache", "links")?.text;
    return {
      folder: folder === undefined ? join(this.#projectRoot, ".millrace", "store") : this.#path(folder),
      size: size === undefined ? storeDefaults.size : sizeLimit(size),
      age: age === undefined ? storeDefaults.age : ageLimit(age),
      runs: runs === undefined ? storeDefaults.runs : Number(runs),
      branches: branchScopes.find((scope) => scope === branches) ?? storeDefaults.branches,
      tags: tags === undefined ? storeDefaults.tags : tags === "true",
      links: links === "copy" || links === "hardlink" ? links : storeDefaults.links,
    };
  }

  remotes(): ReadonlyMap<string, RemoteConfig> {
    const trust = this.#environmentTrust();
    return new Map(this.#remoteEntries().flatMap((entry) => this.#remote(entry, trust)));
  }

  /** The one that is named, else the only one. */
  usualRemote(remotes: ReadonlyMap<string, RemoteConfig>): RemoteConfig | undefined {
    const named = this.#scalar("remote");
    if (named === undefined) return remotes.size === 1 ? [...remotes.values()][0] : undefined;
    const found = remotes.get(named.text);
    const known = this.#remoteEntries().map(({ key }) => key);
    if (found !== undefined || known.includes(named.text)) return found;
    const meant = didYouMean(named.text, known);
    this.#report(`there is no remote \`${named.text}\``, {
      at: named.at,
      ...(known.length > 0 && { why: `the remotes are ${listOf(known)}` }),
      hint: meant === undefined ? `add it:\n  remotes: { ${named.text}: "s3://bucket/prefix" }` : `did you mean \`${meant}\`?`,
    });
    return undefined;
  }

  pools(): Pools {
    const { processors, memory } = this.#environment;
    const [cpu, bytes] = [this.#scalar("pools", "cpu"), this.#scalar("pools", "memory")];
    const named = this.#entries("pools").filter(({ key }) => !["cpu", "memory", "gpu"].includes(key));
    return {
      cpu: cpu === undefined ? processors : Number(cpu.text),
      memory: bytes === undefined ? memory : sizeInBytes(bytes.text),
      gpu: deviceIds(valueAt(this.#root, ["pools", "gpu"])),
      named: new Map(named.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key, Number(value.text)]] : []))),
    };
  }

  #remote({ key, keyAt, value }: SourceEntry, trusted: RemoteConfig["trust"] | undefined): readonly [string, RemoteConfig][] {
    const at = (name: string): Scalar | undefined => this.#scalar("remotes", key, name);
    const url = at("url");
    if (url === undefined) {
      this.#report(`the remote \`${key}\` has no \`url\``, { at: keyAt, hint: "add `url: …`, or remove the remote" });
      return [];
    }
    const location = this.#location(key, url);
    if (location === undefined) return [];
    const [region, endpoint, profile] = [at("region")?.text, at("endpoint")?.text, at("profile")?.text];
    const remote: RemoteConfig = {
      name: key,
      url: location,
      trust: trusted ?? (at("trust")?.text === "write" ? "write" : "read"),
      at: value.at,
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
      ...(profile !== undefined && { profile }),
    };
    return [[key, remote]];
  }

  #location(name: string, { text, at }: Scalar): string | undefined {
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
    if (scheme === undefined) return this.#path({ text, at });
    if (scheme === "s3" || scheme === "http" || scheme === "https") return text;
    if (scheme === "file") return fileURLToPath(text);
    this.#report(`the remote \`${name}\` cannot be reached by \`${scheme}\``, {
      at,
      why: "a remote is `s3://bucket/prefix`, `https://host/path`, or a folder",
      hint:
        scheme === "gs" ? "Google Cloud Storage speaks S3: `s3://…` with `endpoint: https://storage.googleapis.com`" : "name another one",
    });
    return undefined;
  }

  /** Absolute: from the folder of the file that says it, or from the home folder. */
  #path({ text, at: [source] }: Pick<Scalar, "text" | "at">): string {
    const { HOME } = this.#environment.variables;
    if (HOME !== undefined && (text === "~" || text.startsWith("~/"))) return join(HOME, text.slice(1));
    return resolve(dirname(this.#sources[source]?.path ?? this.#projectRoot), text);
  }

  #environmentTrust(): RemoteConfig["trust"] | undefined {
    const { MILLRACE_TRUST: text } = this.#environment.variables;
    if (text === undefined || text === "") return undefined;
    if (text === "read" || text === "write") return text;
    this.#report(`the environment variable MILLRACE_TRUST must be \`read\` or \`write\`, not \`${text}\``, {});
    return undefined;
  }

  /** Without those that a machine trusts and that this project does not have: the file of a user holds for all of the user's projects. */
  #remoteEntries(): readonly SourceEntry[] {
    return this.#entries("remotes").filter(({ value }) => !isTrustAlone(value));
  }

  #entries(key: string): readonly SourceEntry[] {
    const value = entryOf(this.#root, key)?.value;
    return value?.kind === "map" ? value.entries : [];
  }

  #scalar(...path: TreePath): Scalar | undefined {
    const value = valueAt(this.#root, path);
    return value?.kind === "scalar" && value.tag !== "null" ? value : undefined;
  }
}

const isTrustAlone = (remote: SourceValue): boolean => remote.kind === "map" && remote.entries.map(({ key }) => key).join() === "trust";

/** Bytes; the schema has checked the form. */
export const sizeLimit = (text: string): number => (text === "none" ? Number.POSITIVE_INFINITY : sizeInBytes(text));

/** Milliseconds; the schema has checked the form. */
export const ageLimit = (text: string): number => (text === "none" ? Number.POSITIVE_INFINITY : durationInMilliseconds(text));

/** `2` is the first two. */
function deviceIds(value: SourceValue | undefined): readonly string[] {
  if (value?.kind === "list") return value.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
  const count = value?.kind === "scalar" ? Number(value.text) : 0;
  return Array.from({ length: count }, (_, index) => String(index));
}
