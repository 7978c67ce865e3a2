import type { Config } from "./config.ts";

/** A configuration as the text of a file that means the same in any folder; see schemas/config.schema.json. */
export function configText({ store, remotes, remote, pools }: Config): string {
  const { folder, size, age, runs, branches, tags } = store;
  const document = {
    cache: { folder, size: limitText(size, "B"), age: limitText(age, "ms"), runs, branches, tags },
    ...(remote !== undefined && { remote: remote.name }),
    remotes: Object.fromEntries([...remotes].map(([key, { name: _, at: __, ...rest }]) => [key, rest])),
    pools: { ...Object.fromEntries(pools.named), cpu: pools.cpu, memory: `${pools.memory}B`, gpu: pools.gpu },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const limitText = (limit: number, unit: string): string => (limit === Number.POSITIVE_INFINITY ? "none" : `${limit}${unit}`);
