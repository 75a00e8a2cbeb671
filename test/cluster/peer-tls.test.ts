import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { PeerAuthority, type PeerCertificates, peerTlsEnvironment } from '@understudy/peer-protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, readLogs } from './logs.js';
import { play } from './player.js';
import { clusterOf, expectMembers, startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

let authority: PeerAuthority;
let cluster: TestCluster;
let ofClients: PeerCertificates;
let ofWorkers: Map<string, PeerCertificates>;

beforeAll(async () => {
  authority = await PeerAuthority.create();
  const sign = async (name: string): Promise<[string, PeerCertificates]> => [
    name,
    await authority.sign(name),
  ];
  ofWorkers = new Map(await Promise.all(['w1', 'w2', 'w3'].map(sign)));
  ofClients = await authority.sign('clients');
  cluster = await startCluster({
    workers: 3,
    env: { ...peerTlsEnvironment(ofClients), UNDERSTUDY_ROUTER_PROCESSES: '2' },
    workerEnv: (id) => peerTlsEnvironment(ofWorkers.get(id) as PeerCertificates),
  });
}, 60_000);

afterAll(async () => {
  await cluster?.dispose();
  await authority.remove();
});

const operate = async (path: string) => {
  const headers = { authorization: `Bearer ${cluster.adminKey}` };
  return (await fetch(`${cluster.console.url}${path}`, { headers })).json();
};

test('a master is killed in the middle of a response: the same bytes come from its replica, over TLS', async () => {
  const undisturbed = await play((await createVideo(cluster, smallVideo('undisturbed'))).mp4);
  expect(undisturbed).toMatchObject({ status: 200, whole: true });

  const video = await createVideo(cluster, smallVideo('killed'));
  const { master } = await placementOf(cluster, video.id);
  let crashed: Promise<void> | undefined;
  const played = await play(video.mp4, {
    onBytes: (received) => {
      if (received > undisturbed.body.length * 0.4) crashed ??= cluster.crash(master);
    },
  });
  await crashed;
  expect(crashed).toBeDefined();
  expect(played).toMatchObject({ status: 200, whole: true });
  expect(played.body.equals(undisturbed.body)).toBe(true);
  const [router] = cluster.routers;
  if (router === undefined) throw new Error('a cluster has a router');
  expect(await eventsOf(router)).toContain('failover');
  await cluster.startWorker(master);
  await untilReplicated(cluster, video.id);
}, 60_000);

test('workers and the admin servers of routers are known by https, and the console reaches them', async () => {
  await until('all are there', async () => {
    const { workers } = await clusterOf(cluster);
    return workers.length === 3 && workers.every(({ state }) => state === 'active');
  });
  const { workers } = await clusterOf(cluster);
  for (const { url } of workers) expect(url).toMatch(/^https:/);
  for (const { adminUrl } of cluster.routers) expect(adminUrl).toMatch(/^https:/);
  expect(await operate('/admin/streams')).toMatchObject({ total: 0 });
});

test('who shows no certificate gets no answer from a worker, health included, and the worker says so', async () => {
  const worker = cluster.worker('w1');
  const ask = (options: object) =>
    new Promise<number | string>((resolve) => {
      request(`${worker.url}/healthz`, { ca: readFileSync(ofClients.ca), ...options }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
        .end();
    });
  expect(await ask({})).toMatch(/^ERR_SSL|^ECONNRESET/);
  expect(await ask({ cert: readFileSync(ofClients.cert), key: readFileSync(ofClients.key) })).toBe(200);
  await until('it is told', async () =>
    (await readLogs([worker.logFile])).some(
      ({ event, reason, why }) =>
        event === 'peer.refused' && reason === 'tls' && why === 'peer did not return a certificate',
    ),
  );
  // In the clear there is nothing at that port; elsewhere its health and metrics are, and nothing else.
  await expect(fetch(`${worker.url.replace('https', 'http')}/healthz`)).rejects.toThrow();
  expect((await fetch(`${worker.healthUrl}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${worker.healthUrl}/metrics`)).text()).toContain(
    'understudy_peer_certificate_ends_seconds',
  );
  expect((await fetch(`${worker.healthUrl}/status`)).status).toBe(404);
});

test('a router of several processes counts what its first one refuses, and tells when the certificate ends', async () => {
  const [router] = cluster.routers;
  const metrics = await (await fetch(`${router?.healthUrl}/metrics`)).text();
  for (const name of ['understudy_router_streams', 'understudy_peer_requests_refused_total'])
    expect(metrics).toMatch(new RegExp(`^# TYPE ${name} `, 'm'));
  const ends = /^understudy_peer_certificate_ends_seconds (\S+)/m.exec(metrics)?.[1];
  expect(Number(ends)).toBeGreaterThan(Date.now() / 1_000);
});

test('the log of no service tells of a peer that it does not take for one', async () => {
  const services = [...cluster.everyWorker, ...cluster.routers, cluster.console];
  const events = (await Promise.all(services.map((service) => eventsOf(service)))).flat();
  expect(events).not.toContain('peer.untrusted');
  expect(events).not.toContain('peer.clock');
});

test('a cluster that runs is changed worker by worker, and plays meanwhile', async () => {
  const connecting = await startCluster({
    workers: 3,
    env: { ...peerTlsEnvironment(ofClients), UNDERSTUDY_PEER_TLS_MODE: 'connect' },
  });
  const schemes = async () => (await clusterOf(connecting)).workers.map(({ url }) => new URL(url).protocol);
  expect(await schemes()).toEqual(['http:', 'http:', 'http:']);
  const first = await play((await createVideo(connecting, smallVideo('before'))).mp4);
  for (const id of ['w1', 'w2', 'w3']) {
    await connecting.crash(id);
    await connecting.startWorker(id, { UNDERSTUDY_PEER_TLS_MODE: 'listen' });
    await expectMembers(connecting, ['w1', 'w2', 'w3']);
    // Between some that listen so and some that do not.
    const video = await createVideo(connecting, smallVideo(`after ${id}`));
    const played = await play(video.mp4);
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(played.body.equals(first.body)).toBe(true);
    await untilReplicated(connecting, video.id);
  }
  expect(await schemes()).toEqual(['https:', 'https:', 'https:']);
  await connecting.dispose();
}, 90_000);
