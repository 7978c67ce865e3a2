/** What a command to type next needs to mean the same pipeline. */
export const placeWords = ({ cwd, given }: { readonly cwd: string | undefined; readonly given: string | undefined }): readonly string[] => [
  ...(cwd === undefined ? [] : ["--cwd", cwd]),
  ...(given === undefined ? [] : [given]),
];
