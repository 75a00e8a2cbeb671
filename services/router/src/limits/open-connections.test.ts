import { expect, test } from 'vitest';
import { type OpenConnection, OpenConnections } from './open-connections.js';

/** Those that were closed, in turn. */
let closed: string[];

function connection(address: string, name: string, more: Partial<OpenConnection> = {}): OpenConnection {
  return {
    address,
    isProxy: false,
    answering: 0,
    idleSinceMs: 0,
    close: () => closed.push(`${address} ${name}`),
    ...more,
  };
}

function openConnections(most: number, ...those: readonly OpenConnection[]): OpenConnections {
  closed = [];
  const open = new OpenConnections(most);
  for (const each of those) open.add(each);
  return open;
}

test('room is made of idle connections of whoever has most, what has been idle longest first', () => {
  const open = openConnections(
    200,
    connection('good', '1'),
    connection('many', '1', { idleSinceMs: 3 }),
    connection('many', '2', { idleSinceMs: 1, answering: 1 }),
    connection('many', '3', { idleSinceMs: 2 }),
    connection('many', '4', { idleSinceMs: 4 }),
  );
  open.makeRoom(0);
  expect(closed).toEqual(['many 3', 'many 1']);
  expect(open.count).toBe(3);
  expect(open.of('many')).toBe(2);
});

test('where nobody has more than another, what has been idle longest goes, and nothing that answers', () => {
  const open = openConnections(
    2,
    connection('a', '1', { answering: 1 }),
    connection('b', '1', { idleSinceMs: 2 }),
    connection('c', '1', { idleSinceMs: 1 }),
  );
  open.makeRoom(0);
  expect(closed).toEqual(['c 1']);
  open.makeRoom(0);
  expect(closed).toEqual(['c 1', 'b 1']);
  expect(open.makeRoom(0)).toEqual([]);
});

test("a proxy's connections stay while somebody has more than a share", () => {
  const proxies = [1, 2, 3, 4, 5].map((each) => connection('proxy', String(each), { isProxy: true }));
  const many = [1, 2, 3, 4].map((each) => connection('many', String(each), { idleSinceMs: 9 }));
  const open = openConnections(9, ...proxies, ...many, connection('good', '1'));
  open.makeRoom(0);
  expect(closed).toEqual(['many 1']);
});

test("a proxy's connections are nobody's share", () => {
  const proxies = Array.from({ length: 20 }, (_, each) =>
    connection('proxy', String(each), { isProxy: true }),
  );
  const many = ['a', 'b'].flatMap((address) =>
    [1, 2, 3].map((each) => connection(address, String(each), { idleSinceMs: each })),
  );
  // All the others have as much, and a connection that is younger.
  const equal = openConnections(26, ...proxies, ...many);
  equal.makeRoom(0);
  expect(closed).toEqual(['a 1']);
  const open = openConnections(27, ...proxies, ...many, connection('good', '1'));
  open.makeRoom(0);
  expect(closed).toEqual(['a 1']);
  // Where nobody else has one.
  const alone = openConnections(20, ...proxies);
  alone.makeRoom(0);
  expect(closed).toEqual(['proxy 0']);
});

test('one that was closed already counts once', () => {
  const one = connection('a', '1');
  const open = openConnections(1, one);
  expect(open.isFull).toBe(true);
  open.remove(one);
  open.remove(one);
  expect([open.count, open.of('a')]).toEqual([0, 0]);
});
