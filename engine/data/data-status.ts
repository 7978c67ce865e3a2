import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import { findPins } from "../lock/find-pins.ts";
import type { Pin } from "../lock/pin.ts";
import type { Platform } from "../platform/platform.ts";
import { type DataState, inspect } from "./inspect.ts";
import { openData, type ProjectData } from "./project-data.ts";

export interface DataFinding {
  readonly pin: Pin;
  readonly state: DataState;
  /** Whether the store has all of what the pin says. */
  readonly stored: boolean;
}

export interface DataStatus {
  readonly findings: readonly DataFinding[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How each of the pins stands; hashes what is not known. */
export async function dataStatus(
  data: ProjectData,
  { pins, ...following }: Following & { readonly pins: readonly Pin[] },
): Promise<readonly DataFinding[]> {
  const findings: DataFinding[] = [];
  for (const pin of pins) {
    const { state } = await inspect(data, pin, following);
    findings.push({ pin, state, stored: data.store.has(pin.entry) });
  }
  return findings;
}

/** The same of all pins of a project; nothing is opened where it has none. */
export async function projectDataStatus(
  platform: Platform,
  { projectRoot, signal }: { readonly projectRoot: string; readonly signal: AbortSignal },
): Promise<DataStatus> {
  const { pins, diagnostics } = findPins(platform.disk, projectRoot);
  if (pins.length === 0) return { findings: [], diagnostics };
  const told: Diagnostic[] = [...diagnostics];
  const data = await openData({ platform, projectRoot, notify: (diagnostic) => told.push(diagnostic), signal });
  try {
    return { findings: await dataStatus(data, { pins, signal }), diagnostics: told };
  } finally {
    data.close();
  }
}
