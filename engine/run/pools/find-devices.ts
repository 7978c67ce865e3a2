export interface DeviceSearch {
  /** Of the project's configuration; none: not configured. */
  readonly configured: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What `nvidia-smi -L` prints; `undefined` where it is not there or fails. */
  readonly ask: () => Promise<string | undefined>;
}

/**
 * Ids of the GPUs that this run may use: those of the configuration; else those that the caller was given, as by a batch system; else
 * those that the driver lists.
 */
export async function findDevices({ configured, variables, ask }: DeviceSearch): Promise<readonly string[]> {
  if (configured.length > 0) return configured;
  const given = variables.CUDA_VISIBLE_DEVICES ?? variables.HIP_VISIBLE_DEVICES;
  if (given !== undefined) return devicesIn(given);
  return listedDevices((await ask()) ?? "");
}

/** CUDA reads ids up to the first that is none: `0,1`, a UUID; `-1` and `NoDevFiles` are ways to say none. */
function devicesIn(given: string): readonly string[] {
  const ids = given.split(",").map((id) => id.trim());
  const end = ids.findIndex((id) => !/^([0-9]+|(GPU|MIG)-\S+)$/.test(id));
  return end < 0 ? ids : ids.slice(0, end);
}

/**
 * `GPU 0: NVIDIA H100 (UUID: GPU-…)`, and below a divided one its parts: `  MIG 1g.10gb Device 0: (UUID: MIG-…)`. A GPU that is divided
 * can only be used by its parts.
 */
function listedDevices(text: string): readonly string[] {
  const devices: { readonly id: string; readonly parts: string[] }[] = [];
  for (const line of text.split("\n")) {
    const whole = /^GPU ([0-9]+): /.exec(line)?.[1];
    const part = /^\s+MIG .*\(UUID: (MIG-[^)]+)\)/.exec(line)?.[1];
    if (whole !== undefined) devices.push({ id: whole, parts: [] });
    if (part !== undefined) devices.at(-1)?.parts.push(part);
  }
  return devices.flatMap(({ id, parts }) => (parts.length === 0 ? [id] : parts));
}
