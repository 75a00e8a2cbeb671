import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { generateKeyRing, parseKeyRing } from '@understudy/opaque-id';
import { writePrivateFile } from './write-private-file.js';

/** The secrets of a cluster, each as the services' configuration has it. */
export interface ClusterKeys {
  /** Key ring of the opaque IDs: without it, no ID that was given out can be read. */
  readonly idKeys: string;
  /** Base64; another one moves every video to other workers. */
  readonly placementKey: string;
  /** Base64; by it routers, workers and console know each other. */
  readonly peerSecret: string;
  readonly apiKey: string;
  readonly adminKey: string;
}

const secretBytes = 32;

/**
 * The keys of a data directory, made at its first use and kept in `keys.json`, readable by its owner only.
 * @throws UnderstudyError `invalid_configuration` when the file is damaged: new keys would make every ID invalid.
 */
export async function openClusterKeys(dataDir: string): Promise<ClusterKeys> {
  const path = join(dataDir, 'keys.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return parseClusterKeys(path, text);
  const keys = makeClusterKeys();
  await writePrivateFile(path, `${JSON.stringify(keys, undefined, 2)}\n`);
  return keys;
}

function makeClusterKeys(): ClusterKeys {
  return {
    idKeys: generateKeyRing(),
    placementKey: randomBytes(secretBytes).toString('base64'),
    peerSecret: randomBytes(secretBytes).toString('base64'),
    // Without characters that a shell or a URL would take for something else.
    apiKey: randomBytes(secretBytes).toString('hex'),
    adminKey: randomBytes(secretBytes).toString('hex'),
  };
}

function parseClusterKeys(path: string, text: string): ClusterKeys {
  try {
    const { idKeys, placementKey, peerSecret, apiKey, adminKey } = JSON.parse(text) as Partial<ClusterKeys>;
    if (!idKeys || !placementKey || !peerSecret || !apiKey || !adminKey)
      throw new TypeError('a key is missing');
    parseKeyRing(idKeys);
    return { idKeys, placementKey, peerSecret, apiKey, adminKey };
  } catch (cause) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${path} is damaged; put a copy back, or remove it to begin with new keys and without the videos made so far`,
      { cause },
    );
  }
}
