import { type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import type { WorkerConfig } from './config.js';
import type { WorkerEvents } from './events.js';

/** Opens the metadata store that `config` names. */
export function openMetadata(config: WorkerConfig, events: WorkerEvents): Promise<MetadataStore> {
  return openMetadataStore(config.metadataUrl, {
    keyPrefix: config.metadataPrefix,
    dataDir: config.dataDir,
    commandTimeoutMs: config.metadataTimeoutMs,
    onReachable: (reachable, cause) => events.metadataReachable(reachable, cause),
  });
}
