import { expect, test } from 'vitest';
import { persistenceFaults } from './persistence.js';

const reload = 'allowed';
const durable = {
  appendonly: 'yes',
  appendfsync: 'always',
  'no-appendfsync-on-rewrite': 'no',
  maxmemory: '0',
  'maxmemory-policy': 'allkeys-lru',
};

test('a Redis that writes every change to its disk before it answers is good', () => {
  expect(persistenceFaults({ config: durable, failsOver: false, reload }, 0)).toEqual([]);
  expect(persistenceFaults({ config: durable, failsOver: true, reload }, 1)).toEqual([]);
  for (const policy of ['noeviction', 'volatile-lru']) {
    const config = { ...durable, maxmemory: '1000000', 'maxmemory-policy': policy };
    expect(persistenceFaults({ config, failsOver: false, reload }, 0)).toEqual([]);
  }
});

test.each([
  [{ appendonly: 'no' }, 'set appendonly yes'],
  [{ appendfsync: 'everysec' }, 'set appendfsync always'],
  [{ 'no-appendfsync-on-rewrite': 'yes' }, 'set no-appendfsync-on-rewrite no'],
  [{ maxmemory: '1000000' }, 'set maxmemory-policy noeviction'],
])('%j is a fault, and what to do is said', (change, remedy) => {
  const faults = persistenceFaults({ config: { ...durable, ...change }, failsOver: false, reload }, 0);
  expect(faults).toEqual([expect.stringContaining(remedy)]);
});

test('a configuration that cannot be read, and a replica that may take over without the last writes', () => {
  expect(persistenceFaults({ config: undefined, failsOver: true, reload }, 0)).toEqual([
    expect.stringContaining('UNDERSTUDY_METADATA_WAIT_REPLICAS'),
    expect.stringContaining('+config|get'),
  ]);
});

test('a default user who may not read the file again, and one of whom that cannot be asked', () => {
  const faultsOf = (reload: 'forbidden' | 'unasked') =>
    persistenceFaults({ config: durable, failsOver: false, reload }, 0);
  expect(faultsOf('forbidden')).toEqual([expect.stringContaining('ACL SETUSER default off ~* &* +@all')]);
  expect(faultsOf('unasked')).toEqual([expect.stringContaining('+acl|dryrun')]);
});
