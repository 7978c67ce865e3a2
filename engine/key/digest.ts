import { hash } from "node:crypto";
import { asDigest, type Digest } from "../platform/identity.ts";

export const digestOf = (bytes: string | Uint8Array): Digest => asDigest(hash("sha256", bytes, "hex"));
