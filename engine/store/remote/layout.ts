import type { Digest } from "../../platform/identity.ts";

/**
 * Names on a remote. Every name but that of a result is made from a digest, so what is there never changes:
 *
 * - `v1/objects/ab/cdef…`: the bytes whose SHA-256 is `abcdef…`
 * - `v1/packs/ab/cdef….pack`: many small objects, one after the other; the name is the SHA-256 of the whole
 * - `v1/packs/ab/cdef….index`: where in that pack each object stands
 * - `v1/folders/ab/cdef…`: which packs hold what is in the folder of that digest
 * - `v1/actions/ab/cdef…`: the signed result of a key
 */
export const objectName = (digest: Digest): string => `${objectsPrefix}${spread(digest)}`;
export const packName = (pack: Digest): string => `v1/packs/${spread(pack)}.pack`;
export const indexName = (pack: Digest): string => `${packsPrefix}${spread(pack)}.index`;
export const folderName = (tree: Digest): string => `v1/folders/${spread(tree)}`;
export const actionName = (key: Digest): string => `v1/actions/${spread(key)}`;

export const objectsPrefix = "v1/objects/";
export const packsPrefix = "v1/packs/";

const spread = (digest: string): string => `${digest.slice(0, 2)}/${digest.slice(2)}`;
