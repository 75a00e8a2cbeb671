import { type Archive, type ArchiveManifest, type ObjectBody, within } from '@understudy/archive';
import { UnderstudyError } from '@understudy/errors';

/** A copy in the archive, and at most one download of it that is under way. */
export class ArchivedCopy {
  readonly #archive: Archive;
  readonly #artifactId: string;
  readonly #timeoutMs: number;
  #manifest: ArchiveManifest | undefined;
  #opening:
    | { readonly from: number; readonly body: Promise<ObjectBody>; readonly end: () => void }
    | undefined;

  constructor(archive: Archive, artifactId: string, timeoutMs: number) {
    this.#archive = archive;
    this.#artifactId = artifactId;
    this.#timeoutMs = timeoutMs;
  }

  get manifest(): ArchiveManifest {
    if (this.#manifest === undefined) throw new UnderstudyError('internal', 'the copy has no manifest yet');
    return this.#manifest;
  }

  set manifest(manifest: ArchiveManifest) {
    this.#manifest = manifest;
  }

  /**
   * The video's bytes from `from` on; of a download that was begun there already if there is one.
   * @throws UnderstudyError `archive_unavailable`, also where the manifest is there without the bytes, or no answer comes in time.
   */
  open(from: number): Promise<ObjectBody> {
    if (this.#opening?.from === from) return this.#opening.body;
    this.discard();
    const left = new AbortController();
    const body = within(this.#timeoutMs, left.signal, async (deadline) => {
      const found = await this.#archive.openVideo(this.#artifactId, from, deadline);
      if (found !== undefined) return found;
      throw new UnderstudyError('archive_unavailable', `the archive has no video of ${this.#artifactId}`);
    });
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
      (body) => body.destroy(),
      () => undefined,
    );
  }
}
