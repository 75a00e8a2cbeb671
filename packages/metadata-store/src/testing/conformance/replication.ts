import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { maxTemporaryMs, type ReplicationChoice } from '../../replication.js';
import { type NewBacking, openClients } from './backing.js';

const never: ReplicationChoice = { policy: 'never', by: 'copy' };
const always: ReplicationChoice = { policy: 'always', by: 'copy' };
const deploy: ReplicationChoice = { policy: 'deploy', by: 'generate' };

export function describeReplication(newBacking: NewBacking): void {
  test('nothing holds until somebody sets it, then what was set last', async () => {
    const [store, other] = await openClients(newBacking, 2);
    expect(await store.readReplication()).toEqual({ choice: undefined });
    await store.setReplication(never);
    expect(await other?.readReplication()).toEqual({ choice: never });
    await other?.setReplication(deploy);
    expect(await store.readReplication()).toEqual({ choice: deploy });
  });

  test('a policy for a time gives way to the one before', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.setReplication(never);
    await store.setReplication(always, 60_000);
    const { choice, temporary } = await store.readReplication();
    expect(choice).toEqual(always);
    expect(temporary?.afterwards).toEqual(never);
    expect(temporary?.leftMs).toBeGreaterThan(30_000);
    expect(temporary?.leftMs).toBeLessThanOrEqual(60_000);

    await store.setReplication(deploy, 1);
    await wait(5);
    expect(await store.readReplication()).toEqual({ choice: never });
  });

  test('a policy for good ends the one for a time', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.setReplication(always, 60_000);
    expect(await store.readReplication()).toMatchObject({ temporary: { afterwards: undefined } });
    await store.setReplication(deploy);
    expect(await store.readReplication()).toEqual({ choice: deploy });
  });

  test('a time out of bounds is refused', async () => {
    const [store] = await openClients(newBacking, 1);
    for (const forMs of [0, -1, 1.5, Number.NaN, maxTemporaryMs + 1]) {
      await expect(store.setReplication(always, forMs)).rejects.toMatchObject({ code: 'internal' });
    }
    expect(await store.readReplication()).toEqual({ choice: undefined });
  });
}
