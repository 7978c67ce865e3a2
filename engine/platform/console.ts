/** stdout is data, stderr is narration. */
export interface Console {
  out(text: string): void;
  error(text: string): void;
  /** Of stderr, where the narration goes. */
  readonly terminal: { readonly interactive: boolean; readonly columns: number; readonly colour: boolean };
}
