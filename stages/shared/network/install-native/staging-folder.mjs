import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Where an installation grows until it works. `publish` puts it in the place of the old one; whatever else ends this process removes it. */
export class StagingFolder {
  constructor({ parent, name }) {
    this.parent = parent;
    this.target = join(parent, name);
    this.path = join(parent, `.${name}-${process.pid}`);
    removeLeftovers(parent);
    mkdirSync(this.path, { recursive: true });
    process.on("exit", () => rmSync(this.path, { recursive: true, force: true }));
    for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) process.on(signal, () => process.exit(code));
  }

  /** A kill between the two renames leaves no installation, never half of one. */
  publish() {
    const old = `${this.path}-old`;
    if (existsSync(this.target)) renameSync(this.target, old);
    renameSync(this.path, this.target);
    rmSync(old, { recursive: true, force: true });
  }
}

/** Folders of processes that were killed. */
function removeLeftovers(parent) {
  if (!existsSync(parent)) return;
  for (const entry of readdirSync(parent)) {
    const owner = /^\.[a-z]+-(\d+)(-old)?$/.exec(entry)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(parent, entry), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
