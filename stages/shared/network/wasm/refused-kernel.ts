import { StageFailure } from "../../../../engine/kind/stage-context.ts";
import { kernelNamed } from "./kernel.ts";

/** The wasm backend's kernels for volumes give wrong numbers: none is better than those. */
const refused = (name: string) =>
  kernelNamed(name, () => {
    throw new StageFailure({
      code: "backend-unavailable",
      message: `the backend wasm cannot compute ${name}`,
      why: "its kernels for three dimensions give wrong numbers",
      hint: "write backend: cpu, or install a native TensorFlow",
    });
  });

export const refusedKernels = [
  "Conv3D",
  "Conv3DBackpropFilterV2",
  "Conv3DBackpropInputV2",
  "MaxPool3D",
  "MaxPool3DGrad",
  "AvgPool3D",
  "AvgPool3DGrad",
].map(refused);
