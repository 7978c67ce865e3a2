import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { examine } from "../../doctor/examine.ts";
import { doctorDocument, renderDoctor } from "../../report/doctor.ts";
import { painter } from "../../report/painter.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { doctorOptions } from "../table/doctor.ts";

export async function run({ platform, options }: CommandInvocation<typeof doctorOptions>): Promise<ExitCode> {
  const findings = await examine(platform);
  const { out, terminal } = platform.console;
  const look = { paint: painter(terminal.colour), columns: terminal.columns };
  out(options.json === true ? doctorDocument(findings) : renderDoctor(findings, look));
  return findings.some(({ state }) => state === "bad") ? exitCodes.environment : exitCodes.ok;
}
