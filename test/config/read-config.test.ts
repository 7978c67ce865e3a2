import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { configText } from "../../engine/config/config-text.ts";
import { readConfig } from "../../engine/config/read-config.ts";
import { renderDiagnostics } from "../../engine/diagnostics/render.ts";
import { projectConfig } from "../../engine/init/project-config.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { temporaryFolder } from "../temporary-folder.ts";

interface Files {
  readonly project?: string;
  readonly user?: string;
  readonly checkout?: string;
}

/** A project and a home folder with these files, on a machine of 8 processors and 32 GB. */
function place({ project, user, checkout }: Files, variables: Readonly<Record<string, string>> = {}) {
  const root = temporaryFolder();
  const home = temporaryFolder();
  write(join(root, "millrace.config.yaml"), project);
  write(join(home, ".config", "millrace", "config.yaml"), user);
  write(join(root, ".millrace", "config.yaml"), checkout);
  const machine = nodePlatform();
  const environment = {
    ...machine.environment,
    workingDirectory: root,
    processors: 8,
    memory: 32e9,
    variables: { HOME: home, ...variables },
  };
  return { root, home, platform: { ...machine, environment } satisfies Platform };
}

function write(path: string, text: string | undefined): void {
  if (text === undefined) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function configOf({ platform, root }: ReturnType<typeof place>) {
  const config = await readConfig(platform, root);
  if (!config.ok) throw new Error(renderDiagnostics(config.failure));
  return config.value;
}

async function told(files: Files, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const { platform, root } = place(files, variables);
  const config = await readConfig(platform, root);
  if (config.ok) throw new Error("there is nothing wrong with it");
  return renderDiagnostics(config.failure);
}

describe("what holds", () => {
  test("without any file, the defaults of the machine", async () => {
    const here = place({});
    expect(await configOf(here)).toEqual({
      store: {
        folder: join(here.root, ".millrace", "store"),
        size: 20e9,
        age: 30 * 86_400_000,
        runs: 10,
        branches: "local",
        tags: false,
        links: "reflink",
      },
      remotes: new Map(),
      pools: { cpu: 8, memory: 32e9, gpu: [], named: new Map() },
    });
  });

  test("the file that `init` writes says nothing", async () => {
    const empty = temporaryFolder();
    const [file] = projectConfig(nodePlatform().disk, empty);
    const text = file !== undefined && "text" in file.content ? file.content.text : "";
    expect(text).toContain("# cache:");
    const [here, bare] = [place({ project: text }), place({})];
    expect({ ...(await configOf(here)), store: undefined }).toEqual({ ...(await configOf(bare)), store: undefined });
  });

  test("what `init` gives as examples is right", async () => {
    const [file] = projectConfig(nodePlatform().disk, temporaryFolder());
    const text = file !== undefined && "text" in file.content ? file.content.text : "";
    const examples = text.split("\n").flatMap((line) => /^# (\w+: \{.*)$/.exec(line)?.[1] ?? []);
    expect(examples).toHaveLength(3);
    await configOf(place({ project: examples.join("\n") }));
  });

  test("later files win, key by key", async () => {
    const here = place({
      project:
        'cache: { size: 1GB, age: 2d }\nremotes:\n  team: "s3://bucket/wine"\n  nas: ./shared\nremote: team\npools: { gpu: 2, database: 3 }\n',
      user: "cache: { folder: ~/store, size: 500MB }\npools: { memory: 4GiB, cpu: 2 }\n",
      checkout: "remotes: { team: { trust: write, region: eu-central-1 } }\npools: { gpu: [3, GPU-8f6b], database: 1 }\n",
    });
    const { at: _, ...team } = (await configOf(here)).remotes.get("team") ?? {};
    expect(team).toEqual({ name: "team", url: "s3://bucket/wine", trust: "write", region: "eu-central-1" });
    const config = await configOf(here);
    expect(config.remotes.get("nas")).toMatchObject({ url: join(here.root, "shared"), trust: "read" });
    expect(config.remote?.name).toBe("team");
    expect(config.store).toEqual({
      folder: join(here.home, "store"),
      size: 500e6,
      age: 2 * 86_400_000,
      runs: 10,
      branches: "local",
      tags: false,
      links: "reflink",
    });
    expect(config.pools).toEqual({ cpu: 2, memory: 4 * 2 ** 30, gpu: ["3", "GPU-8f6b"], named: new Map([["database", 1]]) });
  });

  test("a folder is relative to the file that says it", async () => {
    const user = "cache: { folder: ../../store }\nremotes: { nas: ../nas, disk: 'file:///mnt/disk' }\n";
    const here = place({ user });
    const config = await configOf(here);
    expect(config.store.folder).toBe(join(here.home, "store"));
    expect([...config.remotes.values()].map(({ url }) => url)).toEqual([join(here.home, ".config", "nas"), "/mnt/disk"]);
    expect(config.remote).toBeUndefined();
    const checkout = place({ checkout: "cache: { folder: ../../shared }" });
    expect((await configOf(checkout)).store.folder).toBe(join(checkout.root, "..", "shared"));
  });

  test("XDG_CONFIG_HOME is where the user's file is", async () => {
    const elsewhere = temporaryFolder();
    write(join(elsewhere, "millrace", "config.yaml"), "cache: { runs: 3 }");
    const here = place({ user: "cache: { runs: 4 }" }, { XDG_CONFIG_HOME: elsewhere });
    expect((await configOf(here)).store.runs).toBe(3);
  });

  test("limits may be lifted", async () => {
    const { store } = await configOf(place({ project: "cache: { size: none, age: none }" }));
    expect([store.size, store.age]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  test("the only remote is the usual one", async () => {
    expect((await configOf(place({ project: "remotes: { nas: /mnt/nas }" }))).remote?.url).toBe("/mnt/nas");
  });

  test("whom a user trusts is no fault of a project without that remote", async () => {
    const user = "remotes: { team: { trust: write } }";
    expect((await configOf(place({ user }))).remotes.size).toBe(0);
    const config = await configOf(place({ user, project: "remotes: { nas: /mnt/nas }" }));
    expect(config.remote).toMatchObject({ name: "nas", trust: "read" });
    expect(await told({ user, project: "remote: team" })).toContain("there is no remote `team`");
  });

  test("CI trusts itself by its environment", async () => {
    const files = { project: "remotes: { nas: /mnt/nas }" };
    expect((await configOf(place(files, { MILLRACE_TRUST: "write" }))).remote?.trust).toBe("write");
    expect((await configOf(place(files))).remote?.trust).toBe("read");
    const refused = await told(files, { MILLRACE_TRUST: "all" });
    expect(refused).toContain("the environment variable MILLRACE_TRUST must be `read` or `write`, not `all`");
  });

  test("its text means the same in another folder", async () => {
    const here = place({
      project:
        'cache: { folder: shared, size: none }\nremotes: { team: "s3://bucket/wine", nas: ./nas }\nremote: nas\npools: { gpu: 2, db: 1 }\n',
    });
    const config = await configOf(here);
    const there = place({ checkout: configText(config) });
    const strip = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (key, inner) => (key === "at" ? undefined : inner instanceof Map ? [...inner] : inner)));
    expect(strip(await configOf(there))).toEqual(strip(config));
  });
});

describe("what is wrong", () => {
  test("a misspelt key, a size without a unit, a remote that is not there, all in one go", async () => {
    const project =
      "cache:\n  maxsize: 1GB\n  age: 3\nremote: teem\nremotes:\n  team: gs://bucket\n  nas: { region: here }\npool: { gpu: 1 }\n";
    expect(await told({ project })).toMatchSnapshot();
  });

  test("a committed file cannot say whom to trust", async () => {
    expect(await told({ project: 'remotes: { team: { url: "s3://bucket", trust: write } }\n' })).toMatchSnapshot();
  });

  test("what is no map, and what is no YAML", async () => {
    expect(await told({ project: "- cache\n", checkout: "cache: { size: 1GB\n" })).toMatchSnapshot();
  });

  test("a file of another encoding", async () => {
    const here = place({});
    writeFileSync(join(here.root, "millrace.config.yaml"), Buffer.from("cache: { folder: \xfcber }", "latin1"));
    const config = await readConfig(here.platform, here.root);
    expect(config.ok ? [] : config.failure.map(({ code }) => code)).toEqual(["encoding"]);
  });
});
