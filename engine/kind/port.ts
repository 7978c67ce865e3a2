/** What flows along an edge. */
export const portTypes = ["table", "model", "metrics", "measurement", "report", "plot", "list", "file", "directory"] as const;
export type PortType = (typeof portTypes)[number];

/** Where rows come from: a taint on every port, the union of which travels with the data. */
export const roles = ["raw", "train", "validation", "test", "serving"] as const;
export type Role = (typeof roles)[number];

export interface InputPort {
  readonly type: PortType | readonly PortType[];
  readonly optional?: boolean;
  readonly description: string;
}

export interface OutputPort {
  readonly type: PortType;
  /** Given to what leaves here; without it, the union of the roles that came in. */
  readonly role?: Role;
  /** Of the default path, where the type's own would not let people open the file: `.json`. */
  readonly extension?: string;
  readonly description: string;
}

/** The default output path is `out/<stage>/<port><extension>`; `""` is a folder, or a file that has no format of its own. */
export const extensionOf: Readonly<Record<PortType, string>> = {
  table: ".arrow",
  model: "",
  metrics: ".json",
  measurement: ".json",
  report: ".md",
  plot: ".svg",
  list: ".json",
  file: "",
  directory: "",
};
