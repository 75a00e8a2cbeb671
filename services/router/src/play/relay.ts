import type { IncomingMessage } from 'node:http';
import { UnderstudyError } from '@understudy/errors';
import { endTrailer } from '@understudy/peer-protocol';
import type { Delivery } from './delivery.js';
import type { Player } from './player.js';
import type { StallWatch } from './stall-watch.js';

/**
 * Passes the body of one worker's answer on to the player, from the byte where the delivery stands. Resolves when the
 * response is whole.
 * @throws UnderstudyError `peer_unreachable` when the body was cut, `peer_protocol` when it is longer than it may be
 */
export function relay(
  answer: IncomingMessage,
  delivery: Delivery,
  player: Player,
  watch: StallWatch,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (error?: UnderstudyError) => {
      if (settled) return;
      settled = true;
      answer.off('data', pass);
      if (error === undefined) return resolve();
      answer.destroy();
      reject(error);
    };

    const pass = (bytes: Buffer) => {
      watch.progress();
      if (!delivery.took(bytes))
        return settle(new UnderstudyError('peer_protocol', 'more bytes than the response has'));
      if (player.write(bytes)) return;
      answer.pause();
      watch.pause();
      player.onceDrained(() => {
        watch.resume();
        answer.resume();
      });
    };

    // A clean end is no commit: only the count, or the position behind it in the trailer, says that this was all.
    const ended = () =>
      settle(
        delivery.isWhole(answer.trailers[endTrailer])
          ? undefined
          : new UnderstudyError('peer_unreachable', `the body ended at byte ${delivery.position}`),
      );

    const broke = (cause?: Error) =>
      settle(
        new UnderstudyError('peer_unreachable', `the body broke at byte ${delivery.position}`, { cause }),
      );

    answer.on('data', pass);
    answer.once('end', ended);
    answer.once('error', broke);
    answer.once('close', () => broke());
  });
}
