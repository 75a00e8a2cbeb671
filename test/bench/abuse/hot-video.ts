import { type Attack, attackerAddresses } from './attack.js';
import { askFor } from './door.js';
import { Flood } from './flood.js';
import { Allowance } from './pace.js';

const players = 20;
/** A link of 400 Mbit/s, full of it. */
const bytesPerS = 50_000_000;

/** One complete video, by many at once, each as fast as it comes and again when it is over. */
export const hotVideo: Attack = {
  name: 'hot-video',
  title: 'one hot video at full speed',
  rate: `${players} players from ${players} addresses, ${bytesPerS / 1_000_000} MB/s in all`,
  async run(door, tally, over) {
    const flood = new Flood(door, tally, over, attackerAddresses(players));
    const link = new Allowance(bytesPerS);
    const [video = ''] = door.complete;
    const playAgain = async (index: number) => {
      while (!over.aborted) {
        // Who is refused asks again no faster than a file would have come.
        await link.take(100_000, over);
        await flood.ask(index, askFor(door, video, 'video.mp4'), (answer) =>
          flood.drain(answer, (bytes) => link.take(bytes, over)),
        );
      }
    };
    await Promise.all(Array.from({ length: players }, (_, index) => playAgain(index)));
  },
};
