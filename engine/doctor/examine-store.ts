import { dirname } from "node:path";
import { readConfig } from "../config/read-config.ts";
import { byteCount } from "../key/byte-count.ts";
import type { Disk, LinkKind } from "../platform/disk.ts";
import { linksBetween } from "../platform/file-system.ts";
import { approximateSize } from "../store/store-use.ts";
import type { Patient } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** Where results are kept, how many, and the limits in use. */
export async function examineStore({ platform, projectRoot }: Patient): Promise<readonly Finding[]> {
  const config = await readConfig(platform, projectRoot);
  if (!config.ok) {
    const [first] = config.failure;
    const place = first?.place === undefined ? "" : `${first.place.file}:${first.place.line}: `;
    return [
      {
        check: "configuration",
        state: "bad",
        found: `${place}${first?.message ?? "cannot be read"}`,
        hint: "millrace run shows the place",
      },
    ];
  }
  const { folder, size, age, links } = config.value.store;
  const limit = Number.isFinite(size) ? `at most ${byteCount(size)}` : "no limit of size";
  const unused = Number.isFinite(age) ? `${Math.round(age / 86_400_000)} days unused` : "no limit of age";
  const now = approximateSize(platform.disk, folder);
  const holds = now === undefined ? "" : `, ${byteCount(now.bytes)} now`;
  const found = `${folder}: ${limit}, ${unused}${holds}`;
  const hint = "millrace du says what fills it, millrace gc makes room";
  const store: Finding =
    now === undefined || now.bytes <= size
      ? { check: "store", state: "good", found }
      : { check: "store", state: "note", found, why: "it is above its limit", hint };
  return [store, ...linkFindings(links, linksBetween(existing(platform.disk, folder), projectRoot))];
}

/** The store's folder, or the one above it where it is yet to be made. */
function existing(disk: Disk, folder: string): string {
  return disk.statTarget(folder)?.type === "directory" ? folder : existing(disk, dirname(folder));
}

/** How files get from the store into the workspace; nothing where that cannot be tried. */
export function linkFindings(links: LinkKind, can: ReturnType<typeof linksBetween>): readonly Finding[] {
  if (can === undefined) return [];
  const check = "links";
  const copies = can.clones ? "copy-on-write copies" : "whole copies";
  if (links === "copy") return [{ check, state: "good", found: "whole copies leave the store, as `cache.links: copy` says" }];
  if (links === "reflink") return [{ check, state: "good", found: `${copies} leave the store` }];
  if (can.hardLinks) return [{ check, state: "good", found: "hard links leave the store: outputs and data are read-only" }];
  const why = "`cache.links` asks for hard links, which cannot lead from the store's file system to the project's";
  return [{ check, state: "warning", found: `${copies} leave the store`, why, hint: "put the store on the file system of the project" }];
}
