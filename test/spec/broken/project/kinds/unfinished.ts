export const factor = 2;
export default { name: "unfinished", version: };
