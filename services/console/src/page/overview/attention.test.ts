import type { Cluster, LoggedEvent, Member, Router } from '@understudy/client';
import { expect, test } from 'vitest';
import { type AttentionFacts, attentionOf } from './attention.js';

const nowMs = Date.parse('2026-01-01T12:00:00Z');
const worker = (id: string, fields: Partial<Member> = {}): Member => ({
  ...{ id, state: 'active', url: 'http://w', pid: 1, zone: 'a', capacity: 1, warmth: 1, generators: [] },
  ...{ streams: 0, pendingMoves: 0, storage: 'ok' },
  ...fields,
});
const router = (id: string, fields: Partial<Router> = {}): Router => ({
  ...{ id, state: 'active', url: 'http://r', pid: 2, streams: 0, catalog: 'reachable' },
  ...fields,
});
const cluster = (fields: Partial<Cluster> = {}): Cluster => ({
  ...{ epoch: 1, metadata: 'reachable', publicUrl: null, mayKillWorkers: false },
  workers: [worker('w1'), worker('w2')],
  lost: [],
  routers: [router('r1')],
  ...fields,
});
const event = (name: string, level: string, secondsAgo: number): LoggedEvent => ({
  ...{ source: 'router r1', event: name, level, message: `it said ${name}` },
  time: new Date(nowMs - secondsAgo * 1_000).toISOString(),
});
const facts = (fields: Partial<AttentionFacts> = {}): AttentionFacts => ({
  ...{ cluster: cluster(), departed: [], events: [], failures: [], nowMs },
  ...fields,
});
const texts = (fields: Partial<AttentionFacts>) => attentionOf(facts(fields)).map(({ text }) => text);

test('a cluster in which all is well needs none', () => {
  expect(attentionOf(facts({ events: [event('failover', 'info', 5)] }))).toEqual([]);
});

test.each<[string, Partial<Cluster>]>([
  ['The metadata store is away', { metadata: 'away' }],
  ['No worker is active', { workers: [] }],
  ['Only one worker is active', { workers: [worker('w1')] }],
  ['No router is known', { routers: [] }],
  ['Router r2 does not answer', { routers: [router('r1'), router('r2', { state: 'unreachable' })] }],
  ['Router r2 is not ready', { routers: [router('r1'), router('r2', { state: 'not ready' })] }],
  [
    'Router r2 drains: 3 streams',
    { routers: [router('r1'), router('r2', { state: 'draining', streams: 3 })] },
  ],
  [
    'The catalog does not answer r2: nothing can be created there.',
    { routers: [router('r1'), router('r2', { catalog: 'unreachable' })] },
  ],
  [
    'Worker w2 does not answer',
    { workers: [worker('w1'), worker('w3'), worker('w2', { state: 'unreachable' })] },
  ],
  [
    'Worker w2 drains: 3 streams',
    { workers: [worker('w1'), worker('w3'), worker('w2', { state: 'draining', streams: 3 })] },
  ],
  ['The disk of worker w2 is full', { workers: [worker('w1'), worker('w2', { storage: 'full' })] }],
  ['The disk of worker w2 fails', { workers: [worker('w1'), worker('w2', { storage: 'failing' })] }],
])('%s', (text, fields) => {
  expect(texts({ cluster: cluster(fields) })).toEqual([expect.stringContaining(text)]);
});

test('when all routers drain nobody can begin', () => {
  const routers = [router('r1', { state: 'draining' })];
  expect(texts({ cluster: cluster({ routers }) })).toEqual([
    'All routers drain: nobody can begin to play anything.',
    'Router r1 drains: 0 streams may end.',
  ]);
});

test('a worker that was lost is told from one that left, which is forgotten after a while', () => {
  const departed = [
    { id: 'w7', inOrder: false, atMs: nowMs - 20_000 },
    { id: 'w8', inOrder: true, atMs: nowMs - 20_000 },
    { id: 'w9', inOrder: true, atMs: nowMs - 3_000_000 },
  ];
  expect(texts({ departed })).toEqual([
    'Worker w7 was lost 20 s ago: it is no member any more.',
    'Worker w8 left in good order 20 s ago.',
  ]);
});

test('what is not known at all', () => {
  expect(texts({ failures: ['No events come: cut'] })).toEqual(['No events come: cut']);
});

test('recent warnings are one line for each kind, errors before them', () => {
  const events = [
    event('old', 'error', 3_600),
    event('upstream.lost', 'warn', 30),
    event('damaged', 'error', 20),
    event('upstream.lost', 'warn', 10),
    event('feed.away', 'warn', 5),
  ];
  expect(texts({ events })).toEqual([
    'damaged × 1, last 20 s ago by router r1: it said damaged',
    'upstream.lost × 2, last 10 s ago by router r1: it said upstream.lost',
  ]);
});
