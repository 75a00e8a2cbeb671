import { type Attack, attackerAddresses } from './attack.js';
import { askFor, forgedVideo } from './door.js';
import { Flood } from './flood.js';
import { atRate } from './pace.js';

const perSecond = 300;
const addresses = 50;

/** IDs of the right form that nobody was given. */
export const forgedIds: Attack = {
  name: 'forged-ids',
  title: 'random forged IDs',
  rate: `${perSecond}/s from ${addresses} addresses`,
  async run(door, tally, over) {
    const flood = new Flood(door, tally, over, attackerAddresses(addresses));
    await atRate({ perSecond, most: 500 }, over, (index) =>
      flood.ask(index, askFor(door, forgedVideo(door), 'video.mp4')),
    );
  },
};
