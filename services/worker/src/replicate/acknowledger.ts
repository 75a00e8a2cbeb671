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
 * meanwhile goes into the next. One that is lost is sent again at the feed's next beat; a worker that is gone is found out by its feed.
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
    this.retry();
  }

  /** Sends what could not be sent. */
  retry(): void {
    if (!this.#sending && this.#due.size > 0) void this.#send();
  }

  async #send(): Promise<void> {
    const { client, selfId, url, contentId, edition, timeoutMs } = this.#options;
    const path = artifactPath(contentId, 'stored');
    this.#sending = true;
    while (this.#due.size > 0) {
      const told = this.#due;
      this.#due = new Map();
      const pieces = [...told].map(([piece, bytes]) => ({ piece: pieceText(piece), bytes }));
      const json: StoredNotice = { follower: selfId, edition, pieces };
      try {
        await client.json({ method: 'POST', url, path, json, headTimeoutMs: timeoutMs });
      } catch {
        for (const [piece, bytes] of told) if (!this.#due.has(piece)) this.#due.set(piece, bytes);
        break;
      }
    }
    this.#sending = false;
  }
}
