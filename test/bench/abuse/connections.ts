import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import type { Tally } from './tally.js';

/** Before another connection is tried where one was closed. */
const againAfterMs = 1_000;

/** Opens a connection from an address. Rejects where it is refused, or the signal aborts. */
export async function open(port: number, localAddress: string, over: AbortSignal): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress, signal: over });
  socket.on('error', () => {});
  await once(socket, 'connect', { signal: over });
  return socket;
}

/** Resolves when a connection is closed, whoever did it. */
export function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

interface Held {
  readonly port: number;
  readonly tally: Tally;
  readonly over: AbortSignal;
  readonly count: number;
  readonly addresses: readonly string[];
  /** Until the connection is closed. */
  readonly use: (socket: Socket, index: number) => Promise<void>;
}

/** Holds so many connections at once: another one a second after each that is closed. They are opened over a second. */
export async function hold({ port, tally, over, count, addresses, use }: Held): Promise<void> {
  const again = (ms: number) => pass(ms, undefined, { signal: over }).catch(() => undefined);
  const keepOne = async (index: number) => {
    await again((index / count) * 1_000);
    while (!over.aborted) {
      try {
        await use(await open(port, addresses[index % addresses.length] as string, over), index);
      } catch {
        if (!over.aborted) tally.note('refused');
      }
      await again(againAfterMs);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => keepOne(index)));
}

/** The status of an answer that begins with these bytes. */
export function statusIn(bytes: Buffer): string {
  return /^HTTP\/1\.1 (\d{3})/.exec(bytes.toString('latin1', 0, 16))?.[1] ?? 'closed';
}
