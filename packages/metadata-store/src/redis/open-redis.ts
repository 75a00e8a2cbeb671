import type { MetadataStore, StoreSettings } from '../metadata-store.js';
import { standaloneClients } from './redis-clients.js';
import { redisKeys } from './redis-keys.js';
import { openRedisStore } from './redis-store.js';

/** Opens the store on the one Redis of a `redis:` or `rediss:` URL. */
export function openRedis(url: string, keyPrefix: string, settings: StoreSettings): Promise<MetadataStore> {
  const clients = standaloneClients(url, settings.commandTimeoutMs);
  return openRedisStore(clients, redisKeys(keyPrefix), settings);
}
