import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Small files of about 200 bytes, each with other bytes, a thousand a folder: `000/00000.txt`. */
export function makeFolder(path, count) {
  for (let index = 0; index < count; index++) {
    const folder = join(path, String(Math.floor(index / 1000)).padStart(3, "0"));
    if (index % 1000 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${String(index).padStart(5, "0")}.txt`), `${index} `.repeat(Math.ceil(200 / (String(index).length + 1))));
  }
}

/** A file of so many MiB, no two MiB of it alike. */
export function makeFile(path, mebibytes) {
  const file = openSync(path, "w");
  const block = Buffer.alloc(1024 * 1024, 1);
  for (let index = 0; index < mebibytes; index++) {
    block.writeUInt32LE(index, 0);
    block.writeUInt32LE((index * 2654435761) >>> 0, 4096);
    writeSync(file, block);
  }
  closeSync(file);
}
