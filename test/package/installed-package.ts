import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout, copyCheckout } from "../copy-checkout.mjs";
import type { CommandEnd } from "../millrace.ts";

const environment = {
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: process.env.HOME,
  npm_config_update_notifier: "false",
};

/** Packs a copy of the checkout that has never been built, and returns the path of the tarball and of the copy. */
export function pack(folder: string): { readonly tarball: string; readonly copy: string } {
  const copy = join(folder, "checkout");
  copyCheckout(copy, { without: ["dist"] });
  const packed = join(folder, "packed");
  mkdirSync(packed);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", packed], {
    cwd: copy,
    env: environment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { tarball: join(packed, readdirSync(packed)[0] ?? ""), copy };
}

/** What `npm install TARBALL` makes of an empty folder, without a network: dependencies are links to those of the checkout. */
export function install(folder: string, tarball: string): void {
  const packages = join(folder, "node_modules");
  const unpacked = join(packages, "millrace");
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", unpacked, "--strip-components", "1"]);
  const manifest: { readonly bin: { readonly millrace: string }; readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(unpacked, "package.json"), "utf8"),
  );
  for (const name of Object.keys(manifest.dependencies)) link(name, packages);
  mkdirSync(join(packages, ".bin"));
  symlinkSync(join("..", "millrace", manifest.bin.millrace), join(packages, ".bin", "millrace"));
  writeFileSync(join(folder, "package.json"), '{ "name": "vineyard", "private": true, "type": "module" }\n');
}

/** Brings one more package of the checkout into the folder of packages. */
export function link(name: string, packages: string): void {
  mkdirSync(dirname(join(packages, name)), { recursive: true });
  symlinkSync(join(checkout, "node_modules", name), join(packages, name));
}

/** A command of the installed packages, as `npx` finds it. */
export function command(folder: string, [name = "", ...words]: readonly string[]): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(folder, "node_modules", ".bin", name), words, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
