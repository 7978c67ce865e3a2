import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import packed from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import manifest from "../../package.json" with { type: "json" };

/** A headless Chromium, or why this machine cannot start one: then its tests are skipped, and say so. */
export type Started = { readonly browser: Browser; readonly problem?: never } | { readonly browser?: never; readonly problem: string };

const run = promisify(execFile);

/** The browser and all that it needs are from npm: a machine without a browser, its libraries or any font can run it. */
export async function startChromium(): Promise<Started> {
  let folder: string;
  try {
    folder = await unpacked();
  } catch (error) {
    return { problem: `Chromium could not be unpacked: ${messageOf(error)}` };
  }
  const problems: string[] = [];
  for (const libraries of [join(folder, "al2023", "lib"), undefined]) {
    try {
      return { browser: await launch(folder, libraries) };
    } catch (error) {
      problems.push(`with ${libraries === undefined ? "the system's" : "the unpacked"} libraries: ${messageOf(error)}`);
    }
  }
  return { problem: `Chromium does not start here: ${problems.join("; ")}` };
}

function launch(folder: string, libraries: string | undefined): Promise<Browser> {
  const { PATH = "", HOME = folder } = process.env;
  return chromium.launch({
    executablePath: join(folder, "chromium"),
    // In one process, the end of the first page would be the end of the browser.
    args: packed.args.filter((flag) => flag !== "--single-process"),
    env: { PATH, HOME, FONTCONFIG_FILE: fontSettings(folder), ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }) },
  });
}

/** The unpacked settings look for fonts where a Lambda has them: without any font the browser ends at the first letter. */
function fontSettings(folder: string): string {
  const file = join(folder, `fonts-${process.pid}.conf`);
  const fonts = join(folder, "fonts");
  writeFileSync(file, `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${fonts}/cache</cachedir></fontconfig>\n`);
  return file;
}

/** Once a version: unpacked aside and renamed, so that no other test sees half of it. */
async function unpacked(): Promise<string> {
  const version: string = manifest.devDependencies["@sparticuz/chromium"];
  const folder = join(tmpdir(), `millrace-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;
  const aside = `${folder}-${process.pid}`;
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  try {
    const script = fileURLToPath(new URL("unpack-chromium.mjs", import.meta.url));
    const { PATH, HOME } = process.env;
    const { stdout } = await run(process.execPath, [script], { env: { PATH, HOME, TMPDIR: aside, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" } });
    if (dirname(stdout) !== aside) throw new Error(`it was unpacked to ${stdout}`);
    if (!existsSync(folder)) renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

const messageOf = (error: unknown): string => (error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
