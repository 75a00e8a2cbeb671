import { UnderstudyError } from '@understudy/errors';
import { endTrailer } from '@understudy/peer-protocol';
import type { Delivery } from './delivery.js';
import type { Player } from './player.js';
import type { StallWatch } from './stall-watch.js';

/** What takes a worker's body. */
export interface BodyReceiver {
  /** As `AnswerHandler.onBytes`. @throws UnderstudyError when they cannot be right */
  take(bytes: Buffer): boolean;
  /** An error where the end is not the whole. */
  end(trailers: Readonly<Record<string, string>>): UnderstudyError | undefined;
}

/**
 * Passes the body of one worker's answer on to the player, from the byte where the delivery stands: counted, not copied.
 *
 * `take` throws `peer_protocol` for more bytes than there may be; `end` gives `peer_unreachable` for a body that was cut.
 */
export class Relay implements BodyReceiver {
  readonly #delivery: Delivery;
  readonly #player: Player;
  readonly #watch: StallWatch;
  readonly #onTaken: () => void;

  /** `resume` lets the worker go on when the player has taken what it was given. */
  constructor(resume: () => void, delivery: Delivery, player: Player, watch: StallWatch) {
    this.#delivery = delivery;
    this.#player = player;
    this.#watch = watch;
    this.#onTaken = () => {
      watch.resume();
      resume();
    };
  }

  take(bytes: Buffer): boolean {
    this.#watch.progress();
    if (!this.#delivery.took(bytes))
      throw new UnderstudyError('peer_protocol', 'more bytes than the response has');
    if (this.#player.write(bytes, this.#onTaken)) return true;
    this.#watch.pause();
    return false;
  }

  /** A clean end is no commit: only the count, or the position behind it in the trailer, says that this was all. */
  end(trailers: Readonly<Record<string, string>>): UnderstudyError | undefined {
    return this.#delivery.isWhole(trailers[endTrailer])
      ? undefined
      : new UnderstudyError('peer_unreachable', `the body ended at byte ${this.#delivery.position}`);
  }
}
