const nobodysData = new Set([".git", ".hg", ".svn", ".millrace", "node_modules", "site-packages", "dist-packages", "__pycache__"]);
const debris = new Set([".ipynb_checkpoints", ".DS_Store", ".pytest_cache", ".mypy_cache", ".ruff_cache"]);

/** Whether a path, relative to the project root, can be neither input nor output of a stage. */
export const isLeftOut = (path: string): boolean =>
  path.split("/").some((name) => nobodysData.has(name) || debris.has(name)) || path.endsWith(".pyc");

/** `__pycache__/network.cpython-311.pyc` stands for `network.py`: Python that finds the one does not open the other. */
export function sourceOf(path: string): string {
  const [, folder, name] = /^(.*\/)?__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path) ?? [];
  return name === undefined ? path : `${folder ?? ""}${name}.py`;
}

const data = /\.(?:csv|tsv|parquet|arrow|feather|jsonl|ndjson|npy|npz|h5|hdf5|pkl|xlsx?)$/i;
const installed = /\/(?:lib|lib64|site-packages|dist-packages|node_modules|share|\.[^/]+)\//;

/** Whether an absolute path outside of the project looks like somebody's data, and not like a part of what is installed. */
export const isOutsideData = (path: string): boolean => data.test(path) && !installed.test(path);
