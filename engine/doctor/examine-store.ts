import { readConfig } from "../config/read-config.ts";
import { byteCount } from "../key/byte-count.ts";
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
  const { folder, size, age } = config.value.store;
  const limit = Number.isFinite(size) ? `at most ${byteCount(size)}` : "no limit of size";
  const unused = Number.isFinite(age) ? `${Math.round(age / 86_400_000)} days unused` : "no limit of age";
  const now = approximateSize(platform.disk, folder);
  const holds = now === undefined ? "" : `, ${byteCount(now.bytes)} now`;
  const found = `${folder}: ${limit}, ${unused}${holds}`;
  if (now === undefined || now.bytes <= size) return [{ check: "store", state: "good", found }];
  return [
    { check: "store", state: "note", found, why: "it is above its limit", hint: "millrace du says what fills it, millrace gc makes room" },
  ];
}
