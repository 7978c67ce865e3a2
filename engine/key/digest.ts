import { createHash } from "node:crypto";
import { asDigest, type Digest } from "../platform/identity.ts";

export const digestOf = (bytes: string | Uint8Array): Digest => asDigest(createHash("sha256").update(bytes).digest("hex"));
