import { Passing } from "./retry.ts";
import { RemoteFailure } from "./transport.ts";

const expired = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);

export const isExpired = (error: unknown): boolean => error instanceof Error && expired.has(error.name);

const hints: Readonly<Record<string, string>> = {
  CredentialsProviderError: "set them as for the AWS command line: environment, ~/.aws, `profile` of the remote, or a role of the machine",
  InvalidAccessKeyId: "the access key is not known there",
  SignatureDoesNotMatch: "the secret key is not that of the access key",
  AccessDenied: "reading needs s3:GetObject and s3:ListBucket, pushing also s3:PutObject",
  NoSuchBucket: "make the bucket, or mend the remote's URL in millrace.config.yaml",
  PermanentRedirect: "set `region` of the remote",
  RequestTimeTooSkewed: "set this machine's clock",
};

/** What an error of the SDK means. No part of a credential gets into its message. */
export function s3Failure(
  error: unknown,
  { shown, variables }: { readonly shown: string; readonly variables: Readonly<Record<string, string | undefined>> },
): Error {
  if (!(error instanceof Error)) return new RemoteFailure("unreachable", `${shown} failed`);
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const { name } = error;
  const detail = withoutSecrets(error.message === "UnknownError" || error.message === "" ? name : error.message, variables);
  const message = status === undefined ? `${shown} cannot be reached: ${detail}` : `${shown} answers ${status} ${name}: ${detail}`;
  if (name === "CredentialsProviderError" || /region is missing/i.test(error.message)) {
    const hint = hints[name] ?? "set `region` of the remote, or AWS_REGION";
    return new RemoteFailure("refused", `no access to ${shown}: ${detail}`, hint);
  }
  if (status === undefined || status >= 500 || status === 429 || status === 408) {
    // The SDK has tried several times already.
    return "$fault" in error || !isOfNetwork(error) ? new RemoteFailure("unreachable", message) : new Passing(message);
  }
  return new RemoteFailure("refused", message, hints[name] ?? (status === 403 ? hints.AccessDenied : undefined));
}

const isOfNetwork = (error: Error): boolean => "code" in error || error.name === "TimeoutError";

const secretVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

function withoutSecrets(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  const secrets = secretVariables.flatMap((name) => variables[name] || []);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text).replace(/(:\/\/)[^/@\s]*@/g, "$1");
}
