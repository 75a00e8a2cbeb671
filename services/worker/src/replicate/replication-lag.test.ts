import { expect, test } from 'vitest';
import { replicationLag } from './replication-lag.js';

type Context = Parameters<typeof replicationLag>[0];

const contextOf = (lags: readonly ({ bytes: number; ms: number } | undefined)[]) =>
  ({ productions: () => lags.map((behind) => ({ replicas: { lag: { behind } } })) }) as unknown as Context;

test('bytes of all together, and the time of the one that is furthest behind', () => {
  const lags = [{ bytes: 10, ms: 400 }, undefined, { bytes: 5, ms: 900 }];
  expect(replicationLag(contextOf(lags))).toEqual({ videos: 2, bytes: 15, ms: 900 });
});

test('where none is behind there is no lag', () => {
  expect(replicationLag(contextOf([undefined]))).toEqual({ videos: 0, bytes: 0, ms: 0 });
  expect(replicationLag(contextOf([]))).toEqual({ videos: 0, bytes: 0, ms: 0 });
});
