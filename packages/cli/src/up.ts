import { once } from 'node:events';
import type { Cluster, ClusterOptions } from './cluster.js';
import { launchCluster } from './launch-cluster.js';
import { eventLine, messageOf, welcome } from './messages.js';

/** What `up` needs of its process. */
export interface Terminal {
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP. */
  readonly stop: AbortSignal;
  /** Aborts at the second one. */
  readonly stopNow: AbortSignal;
  readonly workingDir: string;
}

/** Runs a cluster until it is told to stop. Gives the exit code. */
export async function up(options: ClusterOptions, terminal: Terminal): Promise<number> {
  let cluster: Cluster;
  try {
    cluster = await launchCluster({ ...options, onEvent: (event) => terminal.warn(eventLine(event)) });
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
  terminal.stopNow.addEventListener('abort', () => cluster.kill());
  if (!terminal.stop.aborted) {
    terminal.print(welcome(cluster, terminal.workingDir));
    await once(terminal.stop, 'abort');
  }
  terminal.print('Stopping …');
  await cluster.stop();
  return 0;
}
