import { type Attack, attackerAddresses } from './attack.js';
import { Flood } from './flood.js';
import { atRate } from './pace.js';

/** The dearest descriptions that are allowed, and each that is taken played as fast as it is made. */
function dearVideos(name: string, keys: number, addresses: number, perSecond: number): Attack {
  return {
    name,
    title: `the dearest descriptions, ${keys === 1 ? 'one key' : `${keys} keys`}`,
    rate: `${perSecond}/s from ${addresses} addresses`,
    takes: { dear: perSecond },
    async run(door, tally, over) {
      const theirs = { ...door, apiKeys: door.apiKeys.slice(0, keys) };
      const flood = new Flood(theirs, tally, over, attackerAddresses(addresses));
      await atRate({ perSecond, most: 200 }, over, (index) => flood.describeAndPlay(index, 'dear'));
    },
  };
}

export const dearFromOneKey = dearVideos('dear-one-key', 1, 10, 5);
export const dearFromManyKeys = dearVideos('dear-50-keys', 50, 50, 10);
