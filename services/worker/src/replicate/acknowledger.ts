import { type Piece, pieceText } from '@understudy/artifact';
import { artifactPath, type PeerClient, type StoredNotice } from '@understudy/peer-protocol';

interface AcknowledgerOptions {
  readonly client: PeerClient;
  readonly selfId: string;
  /** The worker whose feed is followed, and what it called the edition of the artifact. */
  readonly url: string;
  readonly contentId: bigint;
  readonly edition: number;
  readonly timeoutMs: number;
}

/**
 * Tells the worker whose feed is followed what of it is stored here, for what is not shown before that. One notice at a time: what is stored
 * meanwhile goes into the next. A notice that is lost is made good by that; a worker that is gone is found out by its feed.
 */
export class Acknowledger {
  readonly #options: AcknowledgerOptions;
  #due = new Map<Piece, number>();
  #sending = false;

  constructor(options: AcknowledgerOptions) {
    this.#options = options;
  }

  stored(piece: Piece, bytes: number): void {
    this.#due.set(piece, bytes);
    if (!this.#sending) void this.#send();
  }

  async #send(): Promise<void> {
    const { client, selfId, url, contentId, edition, timeoutMs } = this.#options;
    this.#sending = true;
    while (this.#due.size > 0) {
      const pieces = [...this.#due].map(([piece, bytes]) => ({ piece: pieceText(piece), bytes }));
      this.#due = new Map();
      const json: StoredNotice = { follower: selfId, edition, pieces };
      await client
        .json({
          method: 'POST',
          url,
          path: artifactPath(contentId, 'stored'),
          json,
          headTimeoutMs: timeoutMs,
        })
        .catch(() => undefined);
    }
    this.#sending = false;
  }
}
