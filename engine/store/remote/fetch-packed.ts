import { digestOf } from "../../key/digest.ts";
import type { Digest } from "../../platform/identity.ts";
import type { Store } from "../store.ts";
import { packName } from "./layout.ts";
import type { Packed } from "./pack.ts";
import type { Transport } from "./transport.ts";

/** Bytes between two objects that are fetched rather than asked around. */
const widestGap = 65_536;
/** Bytes of one request. */
const largestRequest = 8_388_608;

/** A part of a pack that is fetched at once, with what is wanted of it. */
export interface PackRange {
  readonly pack: Digest;
  readonly offset: number;
  readonly length: number;
  readonly objects: readonly Packed[];
}

/** What is wanted of one pack, in as few requests as make sense. */
export function packRanges(pack: Digest, wanted: readonly Packed[]): readonly PackRange[] {
  const ranges: { pack: Digest; offset: number; length: number; objects: Packed[] }[] = [];
  for (const object of [...wanted].sort((one, other) => one.offset - other.offset)) {
    const last = ranges.at(-1);
    const end = object.offset + object.size;
    if (last !== undefined && object.offset - (last.offset + last.length) <= widestGap && end - last.offset <= largestRequest) {
      last.objects.push(object);
      last.length = Math.max(last.length, end - last.offset);
    } else ranges.push({ pack, offset: object.offset, length: object.size, objects: [object] });
  }
  return ranges;
}

/** Brings what is wanted of a range into the store; gives what could not be had: the pack is gone, is cut, or holds other bytes. */
export async function fetchRange(
  { transport, store }: { readonly transport: Transport; readonly store: Store },
  { pack, offset, length, objects }: PackRange,
): Promise<readonly Digest[]> {
  const bytes = length === 0 ? Buffer.alloc(0) : await transport.read(packName(pack), { offset, length });
  return objects.flatMap(({ digest, offset: at, size }) => {
    const object = bytes?.subarray(at - offset, at - offset + size);
    if (object === undefined || digestOf(object) !== digest) return [digest];
    store.putBytes(object);
    return [];
  });
}
