/** What the engine itself takes from the environment, read once. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly processId: number;
  readonly hostName: string;
  /** Processors that this process may use. */
  readonly processors: number;
  readonly isContinuousIntegration: boolean;
}
