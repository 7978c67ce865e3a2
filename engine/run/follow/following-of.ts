import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { RunRequest } from "../request.ts";
import type { Session } from "../session.ts";
import type { Following } from "./following.ts";

export interface FollowingQuestion {
  readonly request: RunRequest;
  readonly session: Session;
  readonly notify: (diagnostic: Diagnostic) => void;
}

/** `impossible`: it was asked for strictly, and cannot be. */
export async function followingOf({ request, session, notify }: FollowingQuestion): Promise<Following | undefined | "impossible"> {
  const { trace: mode, signal } = request;
  if (mode === undefined) return undefined;
  const { openFollowing } = await import("./open-following.ts");
  const opened = await openFollowing(session.executor, { mode, exclude: session.workspace.exclude("."), signal });
  if (opened.ok) return opened.value;
  notify(opened.failure);
  return mode.strict ? "impossible" : undefined;
}
