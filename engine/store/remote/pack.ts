import { asDigest, type Digest } from "../../platform/identity.ts";

/** Where an object stands in a pack. */
export interface Packed {
  readonly digest: Digest;
  readonly offset: number;
  readonly size: number;
}

/** Objects of at most so many bytes travel in packs, where there are several of one folder. */
export const largestPacked = 1_048_576;
/** Bytes: a pack is full once it has so many. It is made in memory. */
export const fullPack = 16_777_216;
/** So few small objects travel one by one. */
export const fewestPacked = 4;

const indexHeading = "millrace-pack 1";
const folderHeading = "millrace-folder 1";

export const renderIndex = (objects: readonly Packed[]): string =>
  `${indexHeading}\n${objects.map(({ digest, offset, size }) => `${digest} ${offset} ${size}\n`).join("")}`;

/** `undefined` where it is no index: cut, or something else under its name. A wrong one can do no harm: objects are verified, and small. */
export function parseIndex(text: string): readonly Packed[] | undefined {
  const lines = linesBelow(indexHeading, text);
  const objects = lines?.map((line): Packed | undefined => {
    const match = /^([0-9a-f]{64}) (\d{1,15}) (\d{1,15})$/.exec(line);
    return match === null || Number(match[3]) > largestPacked
      ? undefined
      : { digest: asDigest(match[1] ?? ""), offset: Number(match[2]), size: Number(match[3]) };
  });
  return objects?.every((object) => object !== undefined) === true ? objects : undefined;
}

/** Of a folder: the packs that hold its small members and its listings. What is in none of them stands alone. */
export const renderFolder = (packs: readonly Digest[]): string => `${folderHeading}\n${packs.map((pack) => `pack ${pack}\n`).join("")}`;

export function parseFolder(text: string): readonly Digest[] | undefined {
  const packs = linesBelow(folderHeading, text)?.map((line) => /^pack ([0-9a-f]{64})$/.exec(line)?.[1]);
  return packs?.every((pack) => pack !== undefined) === true ? packs.map((pack) => asDigest(pack ?? "")) : undefined;
}

function linesBelow(heading: string, text: string): readonly string[] | undefined {
  const [first, ...lines] = text.split("\n");
  return first === heading && lines.pop() === "" ? lines : undefined;
}
