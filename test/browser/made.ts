import { type LogLine, readLogs } from '../cluster/logs.js';
import type { TestCluster } from '../cluster/start.js';
import { placementOf } from '../cluster/videos.js';
import type { Span } from './first-picture.js';

/** What workers wrote about making a video, in order of time. */
export async function makingOf(cluster: TestCluster, id: string): Promise<LogLine[]> {
  const { contentId } = await placementOf(cluster, id);
  const lines = await readLogs(cluster.everyWorker.map(({ logFile }) => logFile));
  return lines
    .filter((line) => line.contentId === contentId && (line.event === 'generate' || line.event === 'sealed'))
    .toSorted((a, b) => atMs(a) - atMs(b));
}

/** The segments that were made, in that order. */
export function segmentsOf(making: readonly LogLine[]): number[] {
  return making.flatMap(({ event, piece }) => (event === 'sealed' && typeof piece === 'number' ? piece : []));
}

/** How long the worker that made a segment took. */
export function madeInMs(making: readonly LogLine[], segment: number): number {
  const sealed = making.find(({ event, piece }) => event === 'sealed' && piece === segment);
  return Number(sealed?.['ms']);
}

/** From the start of each generator run that ended with a seal to that seal. */
export function runsOf(making: readonly LogLine[]): Span[] {
  return making
    .filter(({ event }) => event === 'sealed')
    .map((line) => ({ fromMs: atMs(line) - Number(line['ms']), toMs: atMs(line) }));
}

const atMs = ({ time }: LogLine) => new Date(time).getTime();
