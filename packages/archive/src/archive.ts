import { UnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import type { ArchiveKeys } from './archive-keys.js';
import { type ArchiveManifest, encodeManifest, maxManifestBytes, parseManifest } from './archive-manifest.js';
import type { ObjectBody } from './s3/object-body.js';
import type { S3Objects } from './s3/s3-objects.js';
import { readUploadState, removeUploadState } from './upload/upload-state.js';
import { type UploadOptions, type UploadSource, uploadVideo } from './upload/upload-video.js';

/** What is put into the archive. */
export interface ArchiveSource extends UploadSource {
  readonly artifactId: string;
  readonly fingerprint: string;
  /** Of the description. */
  readonly digest: string;
  /** The description, as JSON. */
  readonly description: unknown;
  /** Where there is one, sealed. */
  readonly poster: { readonly sha256: string; readonly bytes: Uint8Array } | undefined;
}

/** A multipart upload begun longer ago than this belongs to nobody: one is given up long before. */
const staleUploadMs = 24 * 3_600_000;

/**
 * Complete artifacts in S3-compatible storage. A copy counts when its manifest is there, which is written last; what is read is
 * believed when its digests fit. All operations throw UnderstudyError `archive_unavailable`, or the reason of their signal.
 */
export class Archive {
  readonly #objects: S3Objects;
  readonly #keys: ArchiveKeys;

  constructor(objects: S3Objects, keys: ArchiveKeys) {
    this.#objects = objects;
    this.#keys = keys;
  }

  /**
   * The manifest of an archived copy; undefined where there is none.
   * @throws UnderstudyError `archive_unavailable`; `digest_mismatch` where it is no manifest of this artifact.
   */
  async find(artifactId: string, signal: AbortSignal): Promise<ArchiveManifest | undefined> {
    const key = this.#keys.manifest(artifactId);
    const body = await this.#objects.get(key, 0, signal);
    if (body === undefined) return undefined;
    return parseManifest(await readAll(body, maxManifestBytes, key), artifactId);
  }

  /** Whether there is a copy that counts. */
  contains(artifactId: string, signal: AbortSignal): Promise<boolean> {
    return this.#objects.exists(this.#keys.manifest(artifactId), signal);
  }

  /** The bytes of the video object from `from` on, not compared with anything; undefined where there is none. */
  openVideo(artifactId: string, from: number, signal: AbortSignal): Promise<ObjectBody | undefined> {
    return this.#objects.get(this.#keys.video(artifactId), from, signal);
  }

  /** The poster's bytes, not compared with anything; undefined where there is none. */
  async readPoster(artifactId: string, length: number, signal: AbortSignal): Promise<Buffer | undefined> {
    const key = this.#keys.poster(artifactId);
    const body = await this.#objects.get(key, 0, signal);
    return body === undefined ? undefined : readAll(body, length, key);
  }

  /**
   * Puts an artifact into the archive, or goes on with an upload of it that was broken off. One at a time for each artifact in
   * the cluster: call it under a lease.
   * @throws UnderstudyError `archive_unavailable`; `digest_mismatch` where the bytes here are wrong: nothing counts then.
   */
  async upload(source: ArchiveSource, options: UploadOptions, signal: AbortSignal): Promise<void> {
    const { artifactId, digest, poster } = source;
    await this.#objects.put(this.#keys.mark(digest, artifactId), new Uint8Array(), 'text/plain', signal);
    if (poster !== undefined)
      await this.#objects.put(this.#keys.poster(artifactId), poster.bytes, 'image/jpeg', signal);
    await uploadVideo(this.#objects, this.#keys.video(artifactId), source, options, signal);
    const manifest = encodeManifest({
      ...source,
      poster: poster && { piece: 'poster', length: poster.bytes.length, sha256: poster.sha256 },
    });
    await this.#objects.put(this.#keys.manifest(artifactId), manifest, 'application/json', signal);
    faultPoint('archive.manifest');
    await removeUploadState(options.statePath);
  }

  /** The artifacts of a description of which something may be here, whatever generator made them. */
  async artifactsOf(digest: string, signal: AbortSignal): Promise<string[]> {
    const marks = this.#keys.marks(digest);
    return (await this.#objects.list(marks, signal)).map((key) => key.slice(marks.length));
  }

  /**
   * Removes a copy: first what makes it count, then what uploads of it have left, in the end the mark by which it is found.
   * Nothing happens where there is none. `digest` is that of the description.
   */
  async remove(artifactId: string, digest: string, signal: AbortSignal): Promise<void> {
    await this.#objects.remove(this.#keys.manifest(artifactId), signal);
    faultPoint('archive.remove');
    const video = this.#keys.video(artifactId);
    await this.#objects.remove(video, signal);
    await this.#objects.remove(this.#keys.poster(artifactId), signal);
    for (const upload of await this.#objects.listUploads(video, signal))
      if (upload.key === video) await this.#objects.abortUpload(upload, signal);
    await this.#objects.remove(this.#keys.mark(digest, artifactId), signal);
  }

  /** Keeps a text by a name. */
  async putById(name: string, text: string, signal: AbortSignal): Promise<void> {
    await this.#objects.put(this.#keys.byId(name), Buffer.from(text), 'text/plain', signal);
  }

  /**
   * The text kept by a name, not compared with anything; undefined where there is none. `maxBytes` as UTF-8.
   * @throws UnderstudyError `archive_unavailable`; `digest_mismatch` where it is longer
   */
  async readById(name: string, maxBytes: number, signal: AbortSignal): Promise<string | undefined> {
    const key = this.#keys.byId(name);
    const body = await this.#objects.get(key, 0, signal);
    return body === undefined ? undefined : (await readAll(body, maxBytes, key)).toString();
  }

  hasById(name: string, signal: AbortSignal): Promise<boolean> {
    return this.#objects.exists(this.#keys.byId(name), signal);
  }

  /** Nothing happens where there is none. */
  removeById(name: string, signal: AbortSignal): Promise<void> {
    return this.#objects.remove(this.#keys.byId(name), signal);
  }

  /** Gives up an upload that this machine began and will not go on with. */
  async abandonUpload(artifactId: string, statePath: string, signal: AbortSignal): Promise<void> {
    const state = await readUploadState(statePath);
    const key = this.#keys.video(artifactId);
    if (state !== undefined) await this.#objects.abortUpload({ key, uploadId: state.uploadId }, signal);
    await removeUploadState(statePath);
  }

  /** Aborts the uploads that workers which never came back have left. Returns how many. */
  async abortStaleUploads(signal: AbortSignal): Promise<number> {
    const uploads = await this.#objects.listUploads(this.#keys.videos, signal);
    const stale = uploads.filter(({ startedAtMs }) => Date.now() - startedAtMs > staleUploadMs);
    for (const upload of stale) await this.#objects.abortUpload(upload, signal);
    return stale.length;
  }

  close(): void {
    this.#objects.close();
  }
}

async function readAll(body: ObjectBody, maxBytes: number, key: string): Promise<Buffer> {
  if (body.length > maxBytes) {
    body.destroy();
    throw new UnderstudyError('digest_mismatch', `${key} has ${body.length} bytes, more than ${maxBytes}`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of body.bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
