export type { Backing, NewBacking } from './conformance/backing.js';
export { describeMetadataStore } from './conformance/describe-metadata-store.js';
export { type RedisServer, startRedisServer } from './redis-server.js';
