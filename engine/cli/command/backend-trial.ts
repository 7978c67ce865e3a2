import { openBackend } from "../../../stages/shared/network/open-backend.ts";
import type { BackendTrial } from "../../doctor/examine-backends.ts";
import { StageFailure } from "../../kind/stage-context.ts";

const names = ["native-gpu", "native-cpu", "wasm", "cpu"] as const;

/** `millrace __backend NAME FOLDER`, which the doctor runs: whether that backend computes rightly here. */
export async function backendTrial([given, projectRoot = "."]: readonly string[]): Promise<string> {
  const choice = names.find((name) => name === given) ?? "cpu";
  return `${JSON.stringify(await tried())}\n`;

  async function tried(): Promise<BackendTrial> {
    try {
      await openBackend({ choice, projectRoot });
      return { works: true };
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
      const reason = (error.description.why ?? error.description.message).replace(`${choice}: `, "");
      return { works: false, installed: !reason.endsWith("is not installed"), reason };
    }
  }
}
