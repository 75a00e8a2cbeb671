import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { get } from 'node:http';

/** Players of one response each, from an address each: to a cluster they are as many viewers. */
export interface Crowd {
  /** Resolves when each has got something. */
  readonly begun: Promise<unknown>;
  /** What each got, as a SHA-256; undefined where it was cut. */
  readonly digests: Promise<readonly (string | undefined)[]>;
  /** They take all there is from now on. */
  hurry(): void;
  /** They leave. */
  leave(): void;
}

/** So many players, of whom each takes `urls` in turn at a pace in bytes a second. `from` tells those of several crowds apart. */
export function crowdOf(
  urls: readonly string[],
  { players, bytesPerS, from = 0 }: { players: number; bytesPerS: number; from?: number },
): Crowd {
  const leaving = new AbortController();
  setMaxListeners(players, leaving.signal);
  const pace = { hurries: false, bytesPerS };
  const each = Array.from({ length: players }, (_, index) =>
    take(urls[index % urls.length] as string, addressOf(from + index), pace, leaving.signal),
  );
  return {
    begun: Promise.all(each.map(({ begun }) => begun)),
    digests: Promise.all(each.map(({ digest }) => digest)),
    hurry() {
      pace.hurries = true;
    },
    leave: () => leaving.abort(),
  };
}

/** All of 127.0.0.0/8 is this machine's. */
function addressOf(player: number): string {
  return `127.1.${Math.floor(player / 250)}.${1 + (player % 250)}`;
}

function take(
  url: string,
  localAddress: string,
  pace: { readonly hurries: boolean; readonly bytesPerS: number },
  signal: AbortSignal,
) {
  const hash = createHash('sha256');
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const digest = new Promise<string | undefined>((resolve) => {
    get(url, { agent: false, localAddress, signal }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        begin();
        hash.update(chunk);
        answer.pause();
        setTimeout(() => answer.resume(), pace.hurries ? 0 : (chunk.length / pace.bytesPerS) * 1_000);
      });
      answer.once('end', () => resolve(answer.complete ? hash.digest('hex') : undefined));
      answer.once('error', () => resolve(undefined));
    }).once('error', () => resolve(undefined));
  });
  return { begun, digest };
}
