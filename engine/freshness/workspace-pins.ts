import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type FoundPins, findPins } from "../lock/find-pins.ts";
import type { Pin } from "../lock/pin.ts";
import { PinLookup } from "../lock/pin-lookup.ts";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Result } from "../platform/result.ts";

/** The project's pins, as a run or a look at it meets them. */
export class WorkspacePins {
  readonly #lookup: PinLookup;
  readonly #disk: Disk;
  readonly #below = new Map<string, FoundPins>();
  readonly #notify: (diagnostic: Diagnostic) => void;
  readonly #told = new Set<ProjectPath>();
  #last: Promise<unknown> = Promise.resolve();

  constructor({
    disk,
    projectRoot,
    notify,
  }: { readonly disk: Disk; readonly projectRoot: string; readonly notify: (diagnostic: Diagnostic) => void }) {
    this.#lookup = new PinLookup(disk, projectRoot);
    this.#disk = disk;
    this.#notify = notify;
  }

  /** The pin that `path` belongs to: its own, or that of a folder above it. */
  around(path: ProjectPath): Result<Pin | undefined, Diagnostic> {
    return this.#lookup.around(path);
  }

  /** Says once that what stands there counts, and is not what was recorded. */
  tellEdited({ path }: Pin): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    this.#notify({
      code: "data-edited",
      severity: "warning",
      message: `${path} is not what ${path}.pin says`,
      why: "it was changed since it was recorded; stages take it as it is now",
      hint: `record it: \`millrace add ${shellWord(path)}\`; or go back: \`millrace checkout --force ${shellWord(path)}\``,
    });
  }

  /** Pins in a folder of the project, by paths from there. */
  below(folder: string): FoundPins {
    const known = this.#below.get(folder);
    if (known !== undefined) return known;
    const found = findPins(this.#disk, folder);
    this.#below.set(folder, found);
    return found;
  }

  /** Two stages that need the same data bring it once. */
  oneByOne<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}
