import type { Pools } from "../config/config.ts";
import { defaultConfig, readConfig } from "../config/read-config.ts";
import { byteCount } from "../key/byte-count.ts";
import { type MachineFacts, machineFacts } from "../platform/machine-facts.ts";
import type { Patient } from "./examine.ts";
import type { Finding } from "./finding.ts";

/** What stages share while they run, and who says how much it is. */
export async function examinePools(
  { platform, projectRoot }: Patient,
  machine: MachineFacts = machineFacts(),
): Promise<readonly Finding[]> {
  const config = await readConfig(platform, projectRoot);
  const here = defaultConfig(platform, projectRoot).pools;
  const { pools } = config.ok ? config.value : { pools: here };
  const { variables } = platform.environment;
  return [
    { check: "pool cpu", state: "good", found: `${pools.cpu}, ${pools.cpu === here.cpu ? processorWords(here, machine) : configured}` },
    {
      check: "pool memory",
      state: "good",
      found: `${byteCount(pools.memory)}, ${pools.memory === here.memory ? memoryWords(here, machine) : configured}`,
    },
    { check: "pool gpu", state: "good", found: deviceWords(pools, variables.CUDA_VISIBLE_DEVICES ?? variables.HIP_VISIBLE_DEVICES) },
    ...[...pools.named].map(([pool, places]): Finding => ({ check: `pool ${pool}`, state: "good", found: `${places}, ${configured}` })),
  ];
}

const configured = "as configured";

function processorWords({ cpu }: Pools, { processors, allowed, limit }: MachineFacts): string {
  if (cpu < allowed && limit !== undefined)
    return `as its container may use the time of ${Number(limit.toFixed(2))} of ${processors} processors`;
  return allowed < processors ? `as this process may run on ${allowed} of ${processors} processors` : "all processors of the machine";
}

const memoryWords = ({ memory }: Pools, machine: MachineFacts): string =>
  memory < machine.memory ? `the limit of its container; the machine has ${byteCount(machine.memory)}` : "all memory of the machine";

function deviceWords({ gpu }: Pools, given: string | undefined): string {
  if (gpu.length > 0) return `${gpu.join(", ")}, ${configured}`;
  return given === undefined
    ? "those that nvidia-smi lists when a stage wants one"
    : `those of CUDA_VISIBLE_DEVICES: ${given === "" ? "none" : given}`;
}
