import type { Disk } from "../platform/disk.ts";

/** Two names that some file systems take for one: they differ in case, or in how an accent is written. */
function namesakes(names: readonly string[]): readonly [string, string] | undefined {
  const met = new Map<string, string>();
  for (const name of names) {
    const folded = name.normalize("NFC").toLowerCase();
    const other = met.get(folded);
    if (other !== undefined) return [other, name];
    met.set(folded, name);
  }
  return undefined;
}

/** Throws `EEXIST`, naming both, where two of the names would be one in `folder`, which is new and empty. */
export function refuseNamesakes(disk: Disk, { folder, names }: { readonly folder: string; readonly names: readonly string[] }): void {
  const [one, other] = namesakes(names) ?? [];
  if (one === undefined || other === undefined) return;
  disk.replace("output", `${folder}/${one}`, "");
  const isOne = disk.stat(`${folder}/${other}`) !== undefined;
  disk.remove("output", `${folder}/${one}`);
  if (!isOne) return;
  const message = `EEXIST: ${JSON.stringify(one)} and ${JSON.stringify(other)} are one name on this file system, open '${folder}/${other}'`;
  throw Object.assign(new Error(message), { code: "EEXIST", syscall: "open", path: `${folder}/${other}` });
}
