import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type NewBacking, openClients } from './backing.js';

export function describeCalibrations(newBacking: NewBacking): void {
  test('what each worker told last is read by everybody, until its time is over', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.readCalibrations()).toEqual([]);
    await store.announceCalibration({ workerId: 'w2', json: '{"a":1}' }, 60_000);
    await other?.announceCalibration({ workerId: 'w1', json: '{"a":2}' }, 60_000);
    await store.announceCalibration({ workerId: 'w2', json: '{"a":3}' }, 60_000);
    await store.announceCalibration({ workerId: 'short', json: '{}' }, 1);
    await wait(5);
    expect(await other?.readCalibrations()).toEqual([
      { workerId: 'w1', json: '{"a":2}' },
      { workerId: 'w2', json: '{"a":3}' },
    ]);
  });
}
