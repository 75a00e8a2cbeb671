import { randomBytes } from 'node:crypto';
import { type S3Server, startS3Server } from '@understudy/archive/testing';
import type { ClusterEvent } from '@understudy/cli';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { PeerAuthority, peerTlsEnvironment } from '@understudy/peer-protocol/testing';
import { mintToken, parseTokenSecrets, type TokenSecret } from '@understudy/playback-token';
import { onTestFinished } from 'vitest';
import { startCluster, type TestCluster } from '../cluster/start.js';
import { settleMs } from './timeline.js';

/** What is broken. */
export interface Stage {
  readonly cluster: TestCluster;
  /** Undefined where the metadata store is embedded. */
  readonly redis: RedisServer | undefined;
  readonly archive: S3Server;
  /** Signs a token for a video; undefined where playback is open. */
  readonly sign: ((id: string) => Promise<string>) | undefined;
}

/** Those that are always there, or come back. */
export const workerIds = ['w1', 'w2', 'w3', 'w4'];
/** Joins for a while, and leaves for good. */
export const laterWorkerId = 'w5';

/** Which of the routers, from 0 on, has several processes, and is killed. */
export const brokenRouter = 1;

const playbackSecrets = `chaos:${randomBytes(32).toString('base64')}`;
/** Longer than any run. */
const tokenIsGoodForS = 2 * 24 * 60 * 60;

interface StageOptions {
  readonly store: 'redis' | 'lmdb';
  /** Of each worker's disk; undefined for as much as there is. */
  readonly quotaBytes: string | undefined;
  /** Whether router, workers and console show each other certificates. */
  readonly peerTls: boolean;
  /** Whether players need a token. */
  readonly signed: boolean;
  readonly onEvent: (event: ClusterEvent) => void;
}

/** Starts everything; it ends with the test. */
export async function startStage({
  store,
  quotaBytes,
  peerTls,
  signed,
  onEvent,
}: StageOptions): Promise<Stage> {
  const redis = store === 'redis' ? await startRedisServer() : undefined;
  onTestFinished(() => redis?.stop());
  const archive = await startS3Server();
  onTestFinished(() => archive.stop());
  const certificateOf = peerTls ? await peerCertificates() : () => ({});
  const cluster = await startCluster({
    workers: workerIds.length,
    routers: 2,
    routerEnv: (place) => (place === brokenRouter ? { UNDERSTUDY_ROUTER_PROCESSES: '2' } : {}),
    ...(redis !== undefined && { metadataUrl: redis.url }),
    ...(signed && { playbackSecrets }),
    archiveUrl: archive.archiveUrl,
    env: {
      UNDERSTUDY_ARCHIVE_SWEEP_MS: '1000',
      UNDERSTUDY_ARCHIVE_RETRY_MS: '1000',
      UNDERSTUDY_SCRUB_PERIOD_S: '60',
      UNDERSTUDY_REBALANCE_SETTLE_MS: String(settleMs),
      // All viewers have one address.
      UNDERSTUDY_ADDRESS_BUDGET: '0',
      ...(quotaBytes !== undefined && { UNDERSTUDY_DISK_QUOTA_BYTES: quotaBytes }),
      ...(signed && { UNDERSTUDY_PLAYBACK: 'signed' }),
      ...certificateOf('clients'),
    },
    workerEnv: certificateOf,
    onEvent,
  });
  onTestFinished(({ task }) => {
    const directory = task.result?.state === 'fail' || process.env['KEEP_DATA'] !== undefined;
    return cluster.dispose({ directory });
  });
  return { cluster, redis, archive, sign: signed ? signToken : undefined };
}

async function signToken(id: string): Promise<string> {
  const [secret] = parseTokenSecrets('secrets', playbackSecrets) as [TokenSecret];
  return (await mintToken(secret, { subject: id, ttlS: tokenIsGoodForS }, Date.now())).token;
}

/** The variables by which each worker shows a certificate of its own, and all else that of `clients`. */
async function peerCertificates(): Promise<(name: string) => Record<string, string>> {
  const authority = await PeerAuthority.create();
  onTestFinished(() => authority.remove());
  const names = ['clients', ...workerIds, laterWorkerId];
  const signed = new Map(
    await Promise.all(
      names.map(async (name) => [name, peerTlsEnvironment(await authority.sign(name))] as const),
    ),
  );
  return (name) => signed.get(name) as Record<string, string>;
}
