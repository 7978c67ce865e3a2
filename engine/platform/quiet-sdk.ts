/**
 * The SDK of AWS says on Node 20, once a process, that its next versions will not support it: nothing that a user of Millrace can do
 * anything about. It asks this variable of the process.
 */
export function quietSdk(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
}
