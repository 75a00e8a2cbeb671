import { get, type IncomingHttpHeaders } from 'node:http';
import { expect } from 'vitest';

export interface Played {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** False where the connection was cut before the end. */
  readonly whole: boolean;
}

/** Plays what is at `url` to its end, on a connection of its own. */
export function playAll(url: string, headers: Record<string, string> = {}): Promise<Played> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      const finish = (whole: boolean) =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks),
          whole,
        });
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => finish(true));
      answer.once('error', () => finish(false));
    }).once('error', reject);
  });
}

export function expectWhole(played: Played, expected: Buffer): void {
  expect(played).toMatchObject({ whole: true });
  expect(played.body.equals(expected)).toBe(true);
}
