/** What the engine itself takes from the environment, read once. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly processId: number;
  readonly hostName: string;
  /** Processors that this process may use. */
  readonly processors: number;
  /** Bytes of memory that the machine has, or that its container may use. */
  readonly memory: number;
  /** Version of Node.js: `20.19.0`. */
  readonly node: string;
  /** Operating system and processor family: `linux x64`. */
  readonly system: string;
  readonly isContinuousIntegration: boolean;
}
