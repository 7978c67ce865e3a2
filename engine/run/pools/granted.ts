import type { Held } from "../../events/event.ts";

/** What an attempt may use, as far as its stage has said what it takes. */
export interface Granted {
  readonly cpu?: number;
  /** Bytes: what takes more is ended. */
  readonly memory?: number;
  /** Ids of GPUs. Absent where nobody in the pipeline asks for one and no pool of them is configured: then all are everybody's. */
  readonly devices?: readonly string[];
  /** Of all pools that the stage names: to be told. */
  readonly held?: Held;
}

/**
 * What a program must be told to keep to its share. The ids of GPUs are those that `nvidia-smi` lists, which CUDA counts so only by
 * `PCI_BUS_ID`. A stage without a GPU sees none, so that it cannot take another one's by accident: for CUDA an empty list says that,
 * for HIP and for containers there are words. In no key, so they are for the way to a result and never for the result.
 */
export function grantedVariables({ cpu, memory, devices }: Granted): Readonly<Record<string, string>> {
  const list = devices?.join(",") ?? "";
  return {
    ...(cpu !== undefined && { MILLRACE_CPUS: String(cpu) }),
    ...(memory !== undefined && { MILLRACE_MEMORY: String(memory) }),
    ...(devices !== undefined && {
      CUDA_DEVICE_ORDER: "PCI_BUS_ID",
      CUDA_VISIBLE_DEVICES: list,
      HIP_VISIBLE_DEVICES: list === "" ? "-1" : list,
      NVIDIA_VISIBLE_DEVICES: list === "" ? "void" : list,
    }),
  };
}
