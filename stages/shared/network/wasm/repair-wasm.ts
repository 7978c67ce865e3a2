import type { TensorFlow } from "../tensorflow.ts";

export function repairWasm(_tf: TensorFlow): void {}
