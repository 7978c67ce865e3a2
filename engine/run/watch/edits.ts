import { sep } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ProjectPath, StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { type FileWatch, watchFiles } from "../../platform/watch-files.ts";
import { Contents } from "./contents.ts";
import { refusal } from "./refusal.ts";
import type { Watched } from "./watched.ts";

/** Something was edited: really, not only touched. */
export interface Edit {
  readonly paths: readonly ProjectPath[];
  /** The pipeline may be another one now. */
  readonly definition: boolean;
  /** Stages that read what was edited. */
  readonly readers: ReadonlySet<StageId>;
}

export interface EditsRequest {
  readonly platform: Platform;
  /** Look once a second, instead of being told by the system. */
  readonly polling: boolean;
  readonly onEdit: (edit: Edit) => void;
  readonly notify: (diagnostic: Diagnostic) => void;
}

/** Milliseconds without an event after which what was written is looked at. */
const quiet = 60;
/** Milliseconds after which it is looked at although there is no end of events. */
const longest = 5000;

/** Finds out about edits. Events of the system only say where to look; what the files hold decides. */
export class Edits {
  readonly #request: EditsRequest;
  #polling: boolean;
  #watched: Watched | undefined;
  #contents: Contents | undefined;
  #files: FileWatch | undefined;
  #outdated = false;
  #hints = new Set<string>();
  #events = 0;
  #settling: Promise<void> | undefined;
  #looking: Promise<void> | undefined;

  constructor(request: EditsRequest) {
    this.#request = request;
    this.#polling = request.polling;
  }

  get watched(): Watched | undefined {
    return this.#watched;
  }

  /** Whether that is watched, with all the folders in it that are there. */
  follows(watched: Watched): boolean {
    return !this.#outdated && this.#watched?.equals(watched) === true;
  }

  async follow(watched: Watched): Promise<void> {
    await this.settled();
    this.#watched = watched;
    this.#contents ??= new Contents(this.#request.platform, watched);
    await this.#open(watched);
  }

  /** Takes what the files hold now as seen. What is edited from here on is told. */
  async look(): Promise<void> {
    await this.settled();
    if (this.#watched === undefined) return;
    this.#looking = this.#contents?.look(this.#watched);
    await this.#looking;
  }

  /** Resolves when every event that has come in was looked into. */
  async settled(): Promise<void> {
    while (this.#settling !== undefined) await this.#settling;
  }

  count(): { readonly files: number; readonly folders: number } {
    return this.#contents?.count() ?? { files: 0, folders: 0 };
  }

  async close(): Promise<void> {
    this.#watched = undefined;
    await this.#files?.close();
    await this.settled();
  }

  async #open(watched: Watched): Promise<void> {
    const refused = await this.#tryToOpen(watched);
    if (refused === undefined || this.#polling) return;
    this.#request.notify(refusal(refused));
    this.#polling = true;
    await this.#tryToOpen(watched);
  }

  async #tryToOpen(watched: Watched): Promise<Error | undefined> {
    // Before another is opened: two watches of one path would share what the system tells, also of a folder that is gone.
    await this.#files?.close();
    this.#outdated = false;
    let refused: Error | undefined;
    this.#files = await watchFiles({
      roots: watched.roots,
      isRelevant: (path, isFolder) => watched.isRelevant(path, isFolder),
      polling: this.#polling,
      onEvent: (path) => this.#hear(path),
      onFolder: (path) => {
        if (watched.isRelevant(path, true)) this.#outdated = true;
      },
      onRefusal: (error) => {
        refused = error;
        // Of a folder that came to be later: then all is watched anew.
        this.#outdated = true;
      },
    });
    return refused;
  }

  #hear(path: string): void {
    if (this.#watched?.isRelevant(path, undefined) !== true) return;
    this.#hints.add(path);
    this.#events += 1;
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = undefined;
    });
  }

  async #settle(): Promise<void> {
    while (this.#hints.size > 0) {
      await this.#calm();
      await this.#looking;
      const watched = this.#watched;
      if (watched === undefined) return;
      const hints = this.#hints;
      this.#hints = new Set();
      // While it is opened anew nothing is heard: then all is looked at.
      const isDeaf = this.#outdated;
      if (isDeaf) await this.#open(watched);
      await this.#compare(watched, { hints, all: isDeaf });
    }
  }

  /** No event for a while: an editor writes a file in several steps. */
  async #calm(): Promise<void> {
    const { clock } = this.#request.platform;
    const startedAt = clock.elapsed();
    for (let seen = -1; seen !== this.#events && clock.elapsed() - startedAt < longest; ) {
      seen = this.#events;
      await clock.wait(quiet);
    }
  }

  async #compare(watched: Watched, { hints, all }: { readonly hints: ReadonlySet<string>; readonly all: boolean }): Promise<void> {
    const candidates = all
      ? watched.paths
      : new Set([...hints].flatMap((hint) => [...watched.at(hint, undefined), ...watched.below(hint)]));
    const changed = (await this.#contents?.changed(candidates)) ?? [];
    if (changed.length === 0) return;
    const meanings = changed.map((path) => watched.meaningOf(path));
    this.#request.onEdit({
      paths: [...new Set(changed.flatMap((path) => membersOf(path, hints)))].sort().map((path) => watched.projectPath(path)),
      definition: meanings.some(({ definition }) => definition),
      readers: new Set(meanings.flatMap(({ readers }) => [...readers])),
    });
  }
}

/** Of a folder, what in it was heard of. */
function membersOf(path: string, hints: ReadonlySet<string>): readonly string[] {
  const members = [...hints].filter((hint) => hint.startsWith(path + sep));
  return members.length === 0 ? [path] : members;
}
