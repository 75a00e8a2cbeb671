import { UnderstudyError } from '@understudy/errors';
import { endTrailer } from '@understudy/peer-protocol';
import type { UpstreamExchange } from '../upstream/upstream-client.js';
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
export function relayTo(
  exchange: () => UpstreamExchange,
  delivery: Delivery,
  player: Player,
  watch: StallWatch,
): BodyReceiver {
  const taken = () => {
    watch.resume();
    exchange().resume();
  };
  return {
    take(bytes) {
      watch.progress();
      if (!delivery.took(bytes))
        throw new UnderstudyError('peer_protocol', 'more bytes than the response has');
      if (player.write(bytes, taken)) return true;
      watch.pause();
      return false;
    },
    // A clean end is no commit: only the count, or the position behind it in the trailer, says that this was all.
    end: (trailers) =>
      delivery.isWhole(trailers[endTrailer])
        ? undefined
        : new UnderstudyError('peer_unreachable', `the body ended at byte ${delivery.position}`),
  };
}
