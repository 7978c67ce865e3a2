import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, build, type OnResolveArgs, type OnResolveResult, type Plugin, type PluginBuild } from "esbuild";
import type { Disk } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { findInstallation } from "../platform/installation.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { millraceVersion } from "../platform/version.ts";
import { type Closure, ClosureRecorder } from "./closure.ts";
import { digestOf, foldersUp } from "./own-kind-files.ts";
import { packageFacts, packageFolder } from "./package-facts.ts";

export interface BundleRequest {
  readonly disk: Disk;
  /** What the pipeline imports: `./my-kind.ts`, `@acme/kind`. */
  readonly specifier: string;
  /** Absolute folder of the pipeline file. */
  readonly folder: string;
  readonly projectRoot: string;
}

export interface Bundle {
  readonly text: string;
  readonly closure: Closure;
  readonly modules: Readonly<Record<string, Digest>>;
  readonly packages: Readonly<Record<string, string>>;
}

export interface Unbundled {
  readonly error: BuildFailure;
  /** What was read until then, or looked for. */
  readonly closure: Closure;
}

/** One file of the kind and all that is its own; packages stay outside, by absolute address, and so does Millrace. */
export async function bundleKind(request: BundleRequest): Promise<Result<Bundle, Unbundled>> {
  const bundler = new Bundler(request);
  try {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { default } from ${JSON.stringify(request.specifier)};`,
        resolveDir: request.folder,
        sourcefile: entryName,
      },
      absWorkingDir: request.projectRoot,
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20.19",
      tsconfigRaw: "{}",
      logLevel: "silent",
      banner: { js: "import { createRequire as millraceRequire } from 'node:module'; const require = millraceRequire(import.meta.url);" },
      plugins: [bundler.plugin()],
    });
    return success({ text: outputFiles[0]?.text ?? "", ...bundler.facts() });
  } catch (error) {
    if (error instanceof Error && "errors" in error) return failure({ error: error as BuildFailure, closure: bundler.closure() });
    throw error;
  }
}

const entryName = "millrace-kind-entry";
/** In esbuild's order; a module of any of these names may be meant by an import without extension. */
const extensions = [".tsx", ".ts", ".jsx", ".js", ".css", ".json", ".mts", ".mjs", ".cts", ".cjs"];

class Bundler {
  readonly #request: BundleRequest;
  readonly #recorder: ClosureRecorder;
  readonly #modules: Record<string, Digest> = {};
  readonly #outside = new Set<string>();
  /** The package that the kind is, where it comes from one. */
  #own: string | undefined;
  #usesMillrace = false;

  constructor(request: BundleRequest) {
    this.#request = request;
    this.#recorder = new ClosureRecorder(request.disk);
  }

  plugin(): Plugin {
    return {
      name: "millrace-kind",
      setup: (esbuild) => {
        esbuild.onResolve({ filter: /.*/ }, (args) => (args.pluginData === resolving ? undefined : this.#resolve(esbuild, args)));
        esbuild.onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => this.#load(path));
      },
    };
  }

  closure(): Closure {
    return this.#recorder.closure();
  }

  facts(): Omit<Bundle, "text"> {
    const { disk } = this.#request;
    const folders = this.#own === undefined ? [...this.#outside] : [this.#own, ...this.#outside];
    const packages = packageFacts({ disk, recorder: this.#recorder, folders });
    const millrace = this.#usesMillrace ? { millrace: millraceVersion() } : {};
    return { closure: this.#recorder.closure(), modules: this.#modules, packages: { ...packages, ...millrace } };
  }

  async #resolve(esbuild: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult> {
    const { path, importer, resolveDir, kind, namespace } = args;
    if (path === "millrace") {
      this.#usesMillrace = true;
      return external(findInstallation().library, kind);
    }
    const found = await esbuild.resolve(path, { importer, resolveDir, kind, namespace, pluginData: resolving });
    this.#recordCandidates(args);
    if (found.errors.length > 0) return { errors: found.errors };
    if (found.external || found.namespace !== "file") return { path: found.path, external: found.external, namespace: found.namespace };
    const folder = packageFolder(found.path);
    if (importer.endsWith(entryName)) this.#own = folder;
    if (folder === undefined || folder === this.#own) return { path: found.path, sideEffects: found.sideEffects };
    this.#outside.add(folder);
    return external(found.path, kind);
  }

  #load(path: string) {
    const bytes = this.#request.disk.read(path);
    const digest = digestOf(bytes);
    this.#recorder.content(path, digest);
    for (const folder of foldersUp(dirname(path))) this.#recorder.presence(join(folder, "package.json"));
    // What such an import may mean is what stands in the folder when it is bundled.
    for (const base of patternFolders(bytes.toString("utf8"))) {
      const folder = join(dirname(path), base);
      if (this.#request.disk.statTarget(folder)?.type === "directory") this.#recorder.folder(folder);
    }
    if (packageFolder(path) !== this.#own || this.#own === undefined) {
      this.#modules[relative(this.#request.projectRoot, path).split(sep).join("/")] = digest;
    }
    return { contents: bytes, loader: "default" as const };
  }

  /** Whatever could come to be meant by an import, were it there. */
  #recordCandidates({ path, resolveDir }: OnResolveArgs): void {
    if (isAbsolute(path) || /^\.{1,2}(?:\/|$)/.test(path)) {
      const base = resolve(resolveDir, path);
      const stem = base.replace(/\.[cm]?jsx?$/, "");
      const names = [base, ...extensions.flatMap((extension) => [base + extension, stem + extension, join(base, `index${extension}`)])];
      for (const name of [...names, join(base, "package.json")]) this.#recorder.presence(name);
      return;
    }
    const name = path
      .split("/")
      .slice(0, path.startsWith("@") ? 2 : 1)
      .join("/");
    for (const folder of foldersUp(resolveDir)) {
      this.#recorder.presence(join(folder, "node_modules", name));
      // A link may come to lead to another package.
      this.#recorder.presence(join(folder, "node_modules", name, "package.json"));
      if (this.#request.disk.statTarget(join(folder, "node_modules", name)) !== undefined) return;
    }
  }
}

/** Folders of imports whose path is put together: `import(`./models/${name}.ts`)`, `require("./models/" + name)`. */
const patternFolders = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:import|require)\s*\(\s*(?:`(\.[^`$]*)\$\{|(["'])(\.(?:(?!\2).)*)\2\s*\+)/g)].map(([, template, , start]) => {
    const known = template ?? start ?? "";
    return known.slice(0, known.lastIndexOf("/") + 1);
  });

const resolving = Symbol("resolving");

/** `require` takes a path, `import` an address. */
const external = (path: string, kind: OnResolveArgs["kind"]): OnResolveResult => ({
  path: kind === "require-call" || kind === "require-resolve" ? path : pathToFileURL(path).href,
  external: true,
});
