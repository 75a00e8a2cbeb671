import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalDescription, descriptionDigest, parseDescription } from '@understudy/description';
import { openMetadataStore } from '@understudy/metadata-store';
import { freePort, type HttpProcess, startProcess } from '../relay/proxies.js';

const program = fileURLToPath(new URL('../../../services/worker/dist/program/main.js', import.meta.url));

/** A worker that knows of no other: it has a metadata store of its own, and makes for whoever is bound to it. */
export interface Machine {
  readonly port: number;
  /** Of the process that runs now. */
  readonly pid: number;
  readonly logFile: string;
  /** Of the videos, in their order. */
  readonly contentIds: readonly bigint[];
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** The same again, with what it has on its disk. */
  restart(): Promise<void>;
  /** For good. */
  end(): Promise<void>;
}

export interface MachineOptions {
  readonly directory: string;
  readonly name: string;
  readonly peerSecret: Buffer;
  readonly placementKey: Buffer;
  /** What it can make. On machines that are given the same ones in the same order they have the same content IDs. */
  readonly videos: readonly object[];
}

export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { name, peerSecret, placementKey, videos } = options;
  const dataDir = join(options.directory, name);
  const metadataUrl = `lmdb:${join(dataDir, 'metadata')}`;
  const store = await openMetadataStore(metadataUrl);
  const contentIds: bigint[] = [];
  for (const video of videos) {
    const description = parseDescription(video);
    const created = await store.createDescription(
      descriptionDigest(description),
      canonicalDescription(description),
    );
    contentIds.push(created.contentId);
  }
  await store.close();
  const port = await freePort();
  const logFile = join(dataDir, 'log');
  const log = await open(logFile, 'a');
  const start = () =>
    startProcess(
      name,
      port,
      process.execPath,
      [program],
      {
        ...process.env,
        UNDERSTUDY_PORT: String(port),
        UNDERSTUDY_DATA: dataDir,
        UNDERSTUDY_METADATA_URL: metadataUrl,
        UNDERSTUDY_PEER_SECRET: peerSecret.toString('base64'),
        UNDERSTUDY_PLACEMENT_KEY: placementKey.toString('base64'),
      },
      log,
    );
  let running: HttpProcess = await start();
  return {
    port,
    get pid() {
      return running.pid;
    },
    logFile,
    contentIds,
    kill: () => running.stop(),
    async restart() {
      running = await start();
    },
    async end() {
      await running.stop();
      await log.close();
    },
  };
}
