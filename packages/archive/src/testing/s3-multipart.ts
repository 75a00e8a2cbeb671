import { createHash } from 'node:crypto';

interface Upload {
  readonly key: string;
  readonly startedAt: Date;
  readonly parts: Map<number, { readonly etag: string; readonly size: number }>;
}

/** The lists of multipart uploads and their parts, which fauxqs does not have: kept from the requests that it is given. */
export class MultipartLists {
  readonly #uploads = new Map<string, Upload>();

  /** `bucket/key uploadId` of each that is neither completed nor aborted. */
  get pending(): string[] {
    return [...this.#uploads].map(([uploadId, { key }]) => `${key} ${uploadId}`);
  }

  began(key: string, answer: string): void {
    const uploadId = /<UploadId>(.*?)<\/UploadId>/.exec(answer)?.[1];
    if (uploadId !== undefined) this.#uploads.set(uploadId, { key, startedAt: new Date(), parts: new Map() });
  }

  gotPart(uploadId: string, number: number, bytes: Uint8Array): void {
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.#uploads.get(uploadId)?.parts.set(number, { etag, size: bytes.length });
  }

  ended(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }

  /** Undefined for an upload that is not pending. */
  parts(uploadId: string): string | undefined {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) return undefined;
    const parts = [...upload.parts].map(
      ([number, { etag, size }]) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag><Size>${size}</Size></Part>`,
    );
    return xml('ListPartsResult', `<IsTruncated>false</IsTruncated>${parts.join('')}`);
  }

  uploads(bucket: string, prefix: string): string {
    const uploads = [...this.#uploads]
      .filter(([, { key }]) => key.startsWith(`${bucket}/${prefix}`))
      .map(
        ([uploadId, { key, startedAt }]) =>
          `<Upload><Key>${key.slice(bucket.length + 1)}</Key><UploadId>${uploadId}</UploadId><Initiated>${startedAt.toISOString()}</Initiated></Upload>`,
      );
    return xml('ListMultipartUploadsResult', `<IsTruncated>false</IsTruncated>${uploads.join('')}`);
  }
}

const xml = (name: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</${name}>`;
