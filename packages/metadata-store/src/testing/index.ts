export { type Certificates, makeCertificates } from './certificates.js';
export type { Backing, NewBacking } from './conformance/backing.js';
export { describeMetadataStore } from './conformance/describe-metadata-store.js';
export { freshPrefix } from './fresh-prefix.js';
export { type RedisClusterServers, startRedisCluster } from './redis-cluster-servers.js';
export { redisCli } from './redis-process.js';
export { type RedisSentinels, startRedisSentinels } from './redis-sentinels.js';
export { type RedisServer, startRedisServer } from './redis-server.js';
export { mountSmallDisk, type SmallDisk } from './small-disk.js';
