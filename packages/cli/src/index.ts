export type { Cluster, ClusterEvent, ClusterOptions } from './cluster.js';
export type { ClusterFile } from './data-dir/cluster-file.js';
export { launchCluster } from './launch-cluster.js';
export { eventLine } from './messages.js';
export { type ServiceExit, type ServiceProcess, startService } from './process/service-process.js';
