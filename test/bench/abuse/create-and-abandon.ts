import { setTimeout as pass } from 'node:timers/promises';
import { type Attack, attackerAddresses } from './attack.js';
import { Flood } from './flood.js';
import { atRate } from './pace.js';

const perSecond = 5;
const keys = 10;
const addresses = 10;
const watchedMs = 50;

/** Videos that are described, begun, and left. */
export const createAndAbandon: Attack = {
  name: 'create-and-abandon',
  title: 'create and abandon',
  rate: `${perSecond}/s from ${addresses} addresses with ${keys} keys, each left ${watchedMs} ms after its first byte`,
  takes: { light: perSecond },
  async run(door, tally, over) {
    const theirs = { ...door, apiKeys: door.apiKeys.slice(0, keys) };
    const flood = new Flood(theirs, tally, over, attackerAddresses(addresses));
    await atRate({ perSecond, most: 100 }, over, (index) =>
      flood.describeAndPlay(index, 'light', async (answer) => {
        await pass(watchedMs);
        answer.destroy();
      }),
    );
  },
};
