import { readFile } from 'node:fs/promises';
import type { ServiceProcess } from '@understudy/cli';

export interface LogLine {
  readonly event?: string;
  readonly contentId?: string;
  readonly piece?: string | number;
  readonly token?: number;
  readonly time: string;
  readonly [field: string]: unknown;
}

/** The JSON lines that processes wrote so far, those of killed ones included. */
export async function readLogs(logFiles: Iterable<string>, fromByte = 0): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (const file of new Set(logFiles)) {
    for (const text of (await readFile(file)).subarray(fromByte).toString().split('\n')) {
      // A killed process may have left half a line.
      if (text.startsWith('{') && text.endsWith('}')) lines.push(JSON.parse(text) as LogLine);
    }
  }
  return lines;
}

/** The epoch of the membership that a service learned of last; 0 for none. */
export async function lastEpochIn(logFile: string): Promise<number> {
  const log = await readFile(logFile, 'utf8');
  const epochs = log.slice(log.lastIndexOf('"event":"membership"'));
  return Number(/^"event":"membership","epoch":(\d+)/.exec(epochs)?.[1] ?? 0);
}

/** The events that a service wrote from a byte of its log on, in order. */
export async function eventsOf({ logFile }: ServiceProcess, fromByte = 0): Promise<string[]> {
  return (await readLogs([logFile], fromByte)).flatMap(({ event }) => event ?? []);
}

/** How often a generator run was begun for each piece of a video, by all `workers` together. */
export async function runsOf(
  workers: Iterable<ServiceProcess>,
  contentId: string,
): Promise<Map<string, number>> {
  const runs = new Map<string, number>();
  for (const line of await readLogs([...workers].map((worker) => worker.logFile))) {
    if (line.event !== 'generate' || line.contentId !== contentId) continue;
    const piece = String(line.piece);
    runs.set(piece, (runs.get(piece) ?? 0) + 1);
  }
  return runs;
}

/** How many generator runs were begun in all. */
export async function allRuns(workers: Iterable<ServiceProcess>): Promise<number> {
  const lines = await readLogs([...workers].map((worker) => worker.logFile));
  return lines.filter((line) => line.event === 'generate').length;
}

/** Runs beyond the first of each piece. */
export function madeAgain(runs: ReadonlyMap<string, number>): number {
  return [...runs.values()].reduce((sum, count) => sum + count - 1, 0);
}
