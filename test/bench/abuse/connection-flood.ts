import { type Attack, attackerAddresses } from './attack.js';
import { closeOf, open } from './connections.js';
import { atRate } from './pace.js';

const perSecond = 200;
const addresses = 10;
const heldMs = 5_000;

/** Connections on which nothing is asked, as many as the rate gives, each kept open for a while. */
export const connectionFlood: Attack = {
  name: 'connection-flood',
  title: 'connection flood',
  rate: `${perSecond} new/s from ${addresses} addresses, each held for ${heldMs / 1_000} s`,
  async run(door, tally, over) {
    const from = attackerAddresses(addresses);
    await atRate({ perSecond, most: 2_000 }, over, async (index) => {
      const socket = await open(door.port, from[index % addresses] as string, over);
      const leaving = AbortSignal.any([over, AbortSignal.timeout(heldMs)]);
      leaving.addEventListener('abort', () => socket.destroy());
      await closeOf(socket.resume());
      tally.note(leaving.aborted ? 'open' : 'closed');
    });
  },
};
