import { type Archive, type ArchiveManifest, type ObjectBody, within } from '@understudy/archive';
import { type Piece, sheetOf } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';

/** What its pieces are, as the archive or the cluster says. */
export interface CopyManifest extends Pick<ArchiveManifest, 'pieces' | 'poster'> {
  /** Whether the cluster has accepted every one of the pieces: then nobody can make other bytes of them. */
  readonly isAccepted?: boolean;
}

/** A copy in the archive, and at most one download of it that is under way. */
export class ArchivedCopy {
  readonly #archive: Archive;
  readonly #artifactId: string;
  readonly #timeoutMs: number;
  #manifest: CopyManifest | undefined;
  #opening:
    | { readonly from: number; readonly body: Promise<ObjectBody | undefined>; readonly end: () => void }
    | undefined;

  constructor(archive: Archive, artifactId: string, timeoutMs: number) {
    this.#archive = archive;
    this.#artifactId = artifactId;
    this.#timeoutMs = timeoutMs;
  }

  get manifest(): CopyManifest {
    if (this.#manifest === undefined) throw new UnderstudyError('internal', 'the copy has no manifest yet');
    return this.#manifest;
  }

  set manifest(manifest: CopyManifest) {
    this.#manifest = manifest;
  }

  /** Whether it has `piece`: of a video that was archived before anybody asked for its poster, there is none; sheets of the storyboard are never archived. */
  has(piece: Piece): boolean {
    return piece === 'poster' ? this.manifest.poster !== undefined : sheetOf(piece) === undefined;
  }

  /**
   * The video's bytes from `from` on; of a download that was begun there already if there is one.
   * @throws UnderstudyError `archive_unavailable`, also where the manifest is there without the bytes, or no answer comes in time.
   */
  async open(from: number): Promise<ObjectBody> {
    const body = await this.#open(from);
    if (body !== undefined) return body;
    throw new UnderstudyError('archive_unavailable', `the archive has no video of ${this.#artifactId}`);
  }

  /**
   * Begins the download at the first byte. Whether there is a video.
   * @throws UnderstudyError `archive_unavailable`
   */
  async begins(): Promise<boolean> {
    return (await this.#open(0)) !== undefined;
  }

  #open(from: number): Promise<ObjectBody | undefined> {
    if (this.#opening?.from === from) return this.#opening.body;
    this.discard();
    const left = new AbortController();
    const body = within(this.#timeoutMs, left.signal, (deadline) =>
      this.#archive.openVideo(this.#artifactId, from, deadline),
    );
    // Nobody may be there to be told: the copy may not be needed.
    body.catch(() => undefined);
    this.#opening = { from, body, end: () => left.abort(new Error('not needed')) };
    return body;
  }

  /**
   * The poster's bytes.
   * @throws UnderstudyError `archive_unavailable`
   */
  async readPoster(length: number, signal: AbortSignal): Promise<Buffer> {
    const bytes = await within(this.#timeoutMs, signal, (deadline) =>
      this.#archive.readPoster(this.#artifactId, length, deadline),
    );
    if (bytes === undefined)
      throw new UnderstudyError('archive_unavailable', `the archive has no poster of ${this.#artifactId}`);
    return bytes;
  }

  /** Ends the download, if there is one. */
  discard(): void {
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.end();
    opening?.body.then(
      (body) => body?.destroy(),
      () => undefined,
    );
  }
}
