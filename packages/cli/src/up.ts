import { once } from 'node:events';
import { join } from 'node:path';
import { makeExampleLibrary } from '@understudy/generator-ffmpeg';
import type { Cluster, ClusterOptions } from './cluster.js';
import { launchCluster } from './launch-cluster.js';
import { eventLine, messageOf, welcome } from './messages.js';
import type { Terminal } from './terminal.js';

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
    // Nothing is put into a library that somebody keeps.
    if (options.libraryDir === undefined) void makeExampleClips(cluster, options, terminal);
    await once(terminal.stop, 'abort');
  }
  terminal.print('Stopping …');
  await cluster.stop();
  return 0;
}

/** The clips that `examples/clips.json` shows; at the first start they take about a second. */
async function makeExampleClips(
  cluster: Cluster,
  options: ClusterOptions,
  terminal: Terminal,
): Promise<void> {
  try {
    const ffmpeg = options.env?.['UNDERSTUDY_FFMPEG'];
    await makeExampleLibrary(join(cluster.dataDir, 'library'), ffmpeg, terminal.stop);
  } catch (error) {
    if (!terminal.stop.aborted) terminal.warn(`the example clips could not be made: ${messageOf(error)}`);
  }
}
