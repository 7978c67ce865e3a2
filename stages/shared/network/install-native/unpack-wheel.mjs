import { createWriteStream, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { tell } from "./tell.mjs";

/** Of a wheel of hundreds of megabytes: the libraries, the C interface's headers, and what says whose it is. Streamed, never held whole. */
export async function unpackWheel({ wheel, into, yauzl }) {
  const zip = await yauzl.openPromise(wheel.file);
  let files = 0;
  for await (const entry of zip.eachEntry()) {
    const place = placeOf(entry.fileName);
    if (place === undefined) continue;
    const path = join(into, place);
    mkdirSync(dirname(path), { recursive: true });
    const mode = place.includes("/bin/") ? 0o755 : 0o644;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode }));
    files++;
  }
  tell(`unpacked ${files} files of ${basename(wheel.file)}`);
}

const library = /^tensorflow\/(libtensorflow_(?:cc|framework)\.so\.2)$/;
const header = /^tensorflow\/(include\/(?:tensorflow\/c|tensorflow\/core\/platform|tsl|xla\/tsl)\/.*\.h)$/;
const licence = /^[^/]+\.dist-info\/(?:METADATA|.*licen[cs]e.*)$/i;
/** TensorFlow's libraries look for these in ../nvidia beside their own folder. */
const nvidia = /^nvidia\/.*(?:\.so(?:\.\d+)*|\/libdevice[^/]*\.bc|\/bin\/ptxas)$/;

/** Where a member goes in `deps`; undefined for the rest. */
function placeOf(name) {
  const [, libraryName] = library.exec(name) ?? [];
  if (libraryName !== undefined) return `lib/${libraryName}`;
  const [, headerName] = header.exec(name) ?? [];
  if (headerName !== undefined) return headerName;
  return nvidia.test(name) || licence.test(name) ? name : undefined;
}
