/** Stands in a pinned folder of which only some files are here; it is no part of the folder's content. */
export const partialMarker = ".millrace-partial";
