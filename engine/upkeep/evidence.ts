import { largestText } from "../freshness/kept-content.ts";
import { parseEntry } from "../key/entry.ts";
import type { Manifest } from "../key/manifest.ts";
import type { Disk } from "../platform/disk.ts";
import { asDigest, type Digest } from "../platform/identity.ts";
import type { Listings, Survey } from "./survey.ts";

/** What `why` compares with: the manifest of a key, and the small texts and listings that it names. See run/keep-evidence.ts. */
export function evidenceOf(key: Digest, { disk, survey, listings }: EvidencePlace): readonly Digest[] {
  const kept = survey.objects.get(key);
  if (kept === undefined) return [];
  const named = [key, ...namedBy(disk, kept.path)].filter((digest) => survey.objects.has(digest));
  return named.flatMap((digest) => [...listings.unknown(digest)]).filter((digest) => isSmall(survey, digest));
}

export interface EvidencePlace {
  readonly disk: Disk;
  readonly survey: Survey;
  readonly listings: Listings;
}

const isSmall = ({ objects }: Survey, digest: Digest): boolean => (objects.get(digest)?.bytes ?? Number.POSITIVE_INFINITY) <= largestText;

/** A damaged manifest names nothing. */
function namedBy(disk: Disk, path: string): readonly Digest[] {
  try {
    const manifest: Manifest = JSON.parse(disk.read(path).toString("utf8"));
    const inputs = Object.values(manifest.in).flatMap((facts) => facts.map(({ digest }) => digest));
    const modules = "modules" in manifest.does ? Object.values(manifest.does.modules ?? {}) : [];
    return [...inputs, ...modules].flatMap((text) => parseEntry(text)?.digest ?? []).map(asDigest);
  } catch {
    return [];
  }
}
