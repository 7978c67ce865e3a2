import { createHash } from "node:crypto";
import type { CompletedPart, S3Client } from "@aws-sdk/client-s3";
import type { Disk } from "../../platform/disk.ts";
import { inParallel } from "./in-parallel.ts";
import type { LargeFile } from "./transport.ts";

const mebibyte = 1_048_576;
/** S3 allows 10,000. */
const mostParts = 9000;
/** Parts on their way at a time; each is in memory. */
const partsAtOnce = 4;

export interface S3UploadRequest {
  readonly sdk: typeof import("@aws-sdk/client-s3");
  readonly client: () => S3Client;
  readonly place: { readonly Bucket: string; readonly Key: string };
  readonly file: LargeFile;
  readonly disk: Disk;
  /** `undefined` where nothing has that name. */
  readonly ask: <Value>(work: (signal: AbortSignal) => Promise<Value>, bytes?: number) => Promise<Value | undefined>;
}

/** The size of a part follows from the size of the file alone: whoever goes on with an upload cuts it as who began it. */
const partSize = (size: number): number => Math.max(8, Math.ceil(size / mostParts / mebibyte)) * mebibyte;

/**
 * Sends a file in parts. An upload of the same name that was cut is gone on with: its parts count where their MD5 is that of ours. Two
 * who send the same at once may share an upload, since their parts are the same bytes.
 */
export class S3Upload {
  readonly #request: S3UploadRequest;

  constructor(request: S3UploadRequest) {
    this.#request = request;
  }

  async send(): Promise<void> {
    const { file } = this.#request;
    const begun = await this.#begun();
    const upload = begun ?? (await this.#begin());
    const there = begun === undefined ? new Map<number, string>() : await this.#parts(upload);
    const size = partSize(file.size);
    const numbers = Array.from({ length: Math.ceil(file.size / size) }, (_, index) => index + 1);
    const sent = new Map<number, string>();
    const work = async (number: number): Promise<void> => {
      const bytes = this.#request.disk.readAt(file.path, { offset: (number - 1) * size, length: size });
      const known = there.get(number);
      const ours = known !== undefined && known.replaceAll('"', "") === createHash("md5").update(bytes).digest("hex");
      sent.set(number, ours ? known : await this.#sendPart(upload, { number, bytes }));
      file.onBytes(bytes.length);
    };
    await inParallel(numbers, { limit: partsAtOnce, work });
    await this.#complete(
      upload,
      numbers.map((number) => ({ PartNumber: number, ETag: sent.get(number) ?? "" })),
    );
  }

  async #begun(): Promise<string | undefined> {
    const { sdk, client, place, ask } = this.#request;
    const list = new sdk.ListMultipartUploadsCommand({ Bucket: place.Bucket, Prefix: place.Key });
    const uploads = await ask((signal) => client().send(list, { abortSignal: signal }).catch(undefinedWhereUnknown));
    return uploads?.Uploads?.filter(({ Key }) => Key === place.Key).at(-1)?.UploadId;
  }

  async #begin(): Promise<string> {
    const { sdk, client, place, ask } = this.#request;
    const begun = await ask((signal) => client().send(new sdk.CreateMultipartUploadCommand(place), { abortSignal: signal }));
    return begun?.UploadId ?? "";
  }

  async #parts(UploadId: string): Promise<ReadonlyMap<number, string>> {
    const { sdk, client, place, ask } = this.#request;
    const parts = new Map<number, string>();
    let marker: string | undefined;
    do {
      const list = new sdk.ListPartsCommand({ ...place, UploadId, ...(marker !== undefined && { PartNumberMarker: marker }) });
      const page = await ask((signal) => client().send(list, { abortSignal: signal }).catch(undefinedWhereUnknown));
      for (const { PartNumber, ETag } of page?.Parts ?? []) if (PartNumber !== undefined && ETag !== undefined) parts.set(PartNumber, ETag);
      marker = page?.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  }

  async #sendPart(UploadId: string, { number, bytes }: { readonly number: number; readonly bytes: Buffer }): Promise<string> {
    const { sdk, client, place, ask } = this.#request;
    const part = new sdk.UploadPartCommand({ ...place, UploadId, PartNumber: number, Body: bytes });
    const sent = await ask((signal) => client().send(part, { abortSignal: signal }).catch(undefinedWhereGone), bytes.length);
    return sent?.ETag ?? "";
  }

  async #complete(UploadId: string, Parts: readonly CompletedPart[]): Promise<void> {
    const { sdk, client, place, ask } = this.#request;
    const complete = new sdk.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: [...Parts] } });
    await ask(async (signal) => client().send(complete, { abortSignal: signal }).catch(undefinedWhereGone));
  }
}

/** Another one, who shared the upload, has completed it; or an earlier try of ours was heard and its answer lost. */
function undefinedWhereGone(error: unknown): undefined {
  if (!(error instanceof Error) || error.name !== "NoSuchUpload") throw error;
}

/** Servers that cannot list uploads, and rights that do not allow it: then every upload begins anew. */
function undefinedWhereUnknown(error: unknown): undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  if (![403, 405, 501].includes($metadata?.httpStatusCode ?? 0)) return undefinedWhereGone(error);
}
