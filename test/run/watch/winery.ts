import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { quickFolder } from "../../quick-folder.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** A project of commands, whose files are edited as people and editors do. */
export class Winery {
  readonly folder = join(temporaryFolder({ within: quickFolder }), "winery");

  constructor(files: Readonly<Record<string, string>>) {
    this.write("millrace.config.yaml", "");
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** As vim and other editors save: a new file takes the place of the old one. */
  replace(name: string, text: string): void {
    writeFileSync(`${this.path(name)}~`, text);
    renameSync(`${this.path(name)}~`, this.path(name));
  }

  /** Lets a command go on that is held. */
  letGo(name: string): void {
    writeFileSync(join(this.folder, "..", `go-${name}`), "");
  }

  /** Resolves once a command that is held has begun. */
  async hasBegun(name: string): Promise<void> {
    while (!existsSync(join(this.folder, "..", `begun-${name}`))) await new Promise((resolve) => setTimeout(resolve, 10));
    rmSync(join(this.folder, "..", `begun-${name}`));
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }
}

/** Presses what comes in, and ages what was pressed. */
export const pressAndAge = `name: wine
stages:
  press:
    run: cat \${{ in.grapes }} > \${{ out.must }}
    in: { grapes: ./grapes.txt }
    out: { must: ./cellar/must.txt }
  age:
    run: sed 's/^/old /' \${{ in.must }} > \${{ out.wine }}
    in: { must: press.must }
    out: { wine: ./cellar/wine.txt }
`;

/** Of a command: says that it has begun, and goes on once it is let go. Where it is let go beforehand, it is never held. */
export const held = (name: string): string => `touch ../begun-${name}; until [ -e ../go-${name} ]; do sleep 0.02; done`;
