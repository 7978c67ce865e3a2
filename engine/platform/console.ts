/** stdout is data, stderr is narration. */
export interface Console {
  out(text: string): void;
  error(text: string): void;
  /** Whether a program or a file takes the data, which then wants no colour, whatever stderr is. */
  readonly dataIsPlain: boolean;
  /** Of stderr, where the narration goes. */
  readonly terminal: { readonly interactive: boolean; readonly columns: number; readonly colour: boolean };
}
