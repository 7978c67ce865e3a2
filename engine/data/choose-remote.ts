import type { Config, RemoteConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { failure, type Result, success } from "../platform/result.ts";

/** The remote of that name, else the usual one. */
export function chooseRemote({ remote, remotes }: Config, name: string | undefined): Result<RemoteConfig, Diagnostic> {
  const names = [...remotes.keys()];
  const chosen = name === undefined ? remote : remotes.get(name);
  if (chosen !== undefined) return success(chosen);
  if (names.length === 0) {
    return failure({
      code: "no-remote",
      severity: "error",
      message: name === undefined ? "no remote is configured" : `there is no remote ${name}`,
      why: "a remote is where machines share results and data: a folder, S3, or a web server",
      hint: "write into millrace.config.yaml, beside the pipeline or above it:\n  remotes: { team: s3://bucket/prefix }\nor a folder that all can reach: `remotes: { team: /mnt/share/millrace }`",
    });
  }
  const meant = name === undefined ? undefined : didYouMean(name, names);
  return failure({
    code: "no-remote",
    severity: "error",
    message: name === undefined ? "there are several remotes, and none of them is the usual one" : `there is no remote ${name}`,
    why: `the remotes are ${listOf(names)}`,
    hint: meant === undefined ? "name one with --remote, or write `remote: NAME` into millrace.config.yaml" : `did you mean ${meant}?`,
  });
}
