import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/errors';
import type { ArchiveLocation } from '../archive-url.js';
import { type ObjectBody, objectBody } from './object-body.js';
import { archiveError, isMissing, isUnknownUpload } from './s3-errors.js';

/** One try, and two more after pauses of up to some 100 ms: a caller with a player behind it has its own deadline. */
const attempts = 3;
const connectionTimeoutMs = 3_000;
/**
 * From the request to the head of its answer, the sending of a part included. The SDK's clock cuts slow but healthy transfers
 * below 6 s; this one only ends what nobody waits for any more.
 */
const requestTimeoutMs = 120_000;
/** Without a byte in either direction. Joining many parts takes a server a while. */
const socketTimeoutMs = 30_000;
/** More requests wait for a connection: above what downloads and one upload have under way. */
const maxConnections = 64;

/** A part that the server has. */
export interface StoredPart {
  readonly number: number;
  readonly etag: string;
  /** In bytes. */
  readonly length: number;
}

export interface PendingUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly startedAtMs: number;
}

/**
 * The requests of S3 that an archive needs; the one place that knows the SDK. Credentials come by the SDK's own chain.
 * All throw UnderstudyError `archive_unavailable`, or the signal's reason.
 */
export class S3Objects {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ bucket, endpoint, region, pathStyle }: ArchiveLocation) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      forcePathStyle: pathStyle,
      maxAttempts: attempts,
      requestHandler: {
        connectionTimeout: connectionTimeoutMs,
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
        socketTimeout: socketTimeoutMs,
        httpAgent: { maxSockets: maxConnections, keepAlive: true },
        httpsAgent: { maxSockets: maxConnections, keepAlive: true },
      },
      // The newer checksum headers are not understood by every server; parts carry Content-MD5, pieces their SHA-256.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** @throws UnderstudyError `invalid_configuration` where neither the URL nor the environment has a region. */
  async checkRegion(): Promise<void> {
    try {
      await this.#client.config.region();
    } catch (cause) {
      throw new UnderstudyError(
        'invalid_configuration',
        'UNDERSTUDY_ARCHIVE_URL needs region=… or AWS_REGION',
        { cause },
      );
    }
  }

  /** The bytes of an object from `from` on; undefined where there is no such object. */
  async get(key: string, from: number, signal: AbortSignal): Promise<ObjectBody | undefined> {
    try {
      const answer = await this.#client.send(
        new GetObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          ...(from > 0 && { Range: `bytes=${from}-` }),
        }),
        { abortSignal: signal },
      );
      return objectBody(answer.Body as Readable, answer.ContentLength ?? Number.NaN, key);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw archiveError(error, `GET ${key}`, signal);
    }
  }

  async exists(key: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }), {
        abortSignal: signal,
      });
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw archiveError(error, `HEAD ${key}`, signal);
    }
  }

  async put(key: string, bytes: Uint8Array, contentType: string, signal: AbortSignal): Promise<void> {
    await this.#send(
      `PUT ${key}`,
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: bytes,
        ContentLength: bytes.length,
        ContentType: contentType,
        ContentMD5: md5Of(bytes),
      }),
      signal,
    );
  }

  /** Nothing happens where there is none. */
  async remove(key: string, signal: AbortSignal): Promise<void> {
    await this.#send(`DELETE ${key}`, new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }), signal);
  }

  /** The keys that begin with `prefix`, all of them. */
  async list(prefix: string, signal: AbortSignal): Promise<string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#send(
        `list ${prefix}`,
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
        signal,
      );
      keys.push(...(page.Contents ?? []).flatMap(({ Key: key }) => key ?? []));
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    return keys;
  }

  async beginUpload(key: string, contentType: string, signal: AbortSignal): Promise<string> {
    const answer = await this.#send(
      `begin upload of ${key}`,
      new CreateMultipartUploadCommand({ Bucket: this.#bucket, Key: key, ContentType: contentType }),
      signal,
    );
    return answer.UploadId as string;
  }

  /** Returns the part's ETag, which `completeUpload` wants. */
  async uploadPart(
    upload: Omit<PendingUpload, 'startedAtMs'>,
    number: number,
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<string> {
    const answer = await this.#send(
      `part ${number} of ${upload.key}`,
      new UploadPartCommand({
        Bucket: this.#bucket,
        Key: upload.key,
        UploadId: upload.uploadId,
        PartNumber: number,
        Body: bytes,
        ContentLength: bytes.length,
        ContentMD5: md5Of(bytes),
      }),
      signal,
    );
    return answer.ETag as string;
  }

  async completeUpload(
    upload: Omit<PendingUpload, 'startedAtMs'>,
    parts: readonly StoredPart[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#send(
      `complete upload of ${upload.key}`,
      new CompleteMultipartUploadCommand({
        Bucket: this.#bucket,
        Key: upload.key,
        UploadId: upload.uploadId,
        MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
      }),
      signal,
    );
  }

  /** Nothing happens where the server does not know the upload. */
  async abortUpload(upload: Omit<PendingUpload, 'startedAtMs'>, signal: AbortSignal): Promise<void> {
    try {
      await this.#client.send(
        new AbortMultipartUploadCommand({
          Bucket: this.#bucket,
          Key: upload.key,
          UploadId: upload.uploadId,
        }),
        { abortSignal: signal },
      );
    } catch (error) {
      if (!isUnknownUpload(error)) throw archiveError(error, `abort upload of ${upload.key}`, signal);
    }
  }

  /** What the server has of an upload; undefined where it does not know it (any more). */
  async listParts(
    upload: Omit<PendingUpload, 'startedAtMs'>,
    signal: AbortSignal,
  ): Promise<StoredPart[] | undefined> {
    const parts: StoredPart[] = [];
    let marker: string | undefined;
    try {
      do {
        const page = await this.#client.send(
          new ListPartsCommand({
            Bucket: this.#bucket,
            Key: upload.key,
            UploadId: upload.uploadId,
            ...(marker !== undefined && { PartNumberMarker: marker }),
          }),
          { abortSignal: signal },
        );
        for (const { PartNumber: number = 0, ETag: etag = '', Size: length = 0 } of page.Parts ?? [])
          parts.push({ number, etag, length });
        marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
      } while (marker !== undefined);
      return parts;
    } catch (error) {
      if (isUnknownUpload(error)) return undefined;
      throw archiveError(error, `list parts of ${upload.key}`, signal);
    }
  }

  /** The uploads that are neither completed nor aborted, of keys that begin with `prefix`; of very many the first 1,000. */
  async listUploads(prefix: string, signal: AbortSignal): Promise<PendingUpload[]> {
    const page = await this.#send(
      `list uploads of ${prefix}`,
      new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: prefix }),
      signal,
    );
    return (page.Uploads ?? []).flatMap(({ Key: key, UploadId: uploadId, Initiated: started }) =>
      key === undefined || uploadId === undefined
        ? []
        : [{ key, uploadId, startedAtMs: started?.getTime() ?? Date.now() }],
    );
  }

  close(): void {
    this.#client.destroy();
  }

  async #send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    what: string,
    command: Command<Input, Output>,
    signal: AbortSignal,
  ): Promise<Output> {
    try {
      return await this.#client.send(command, { abortSignal: signal });
    } catch (error) {
      throw archiveError(error, what, signal);
    }
  }
}

/** A command of the SDK with the types of its input and answer. */
type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Parameters<
  typeof S3Client.prototype.send<Input, Output>
>[0];

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');
