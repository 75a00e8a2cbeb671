import { get } from 'node:http';

export interface Played {
  readonly status: number;
  readonly bytes: number;
  /** Whether the response ended as HTTP says it must. */
  readonly whole: boolean;
}

/** Plays `url` to its end, as slowly as is asked after each arrival; keeps nothing, so that twenty may play something large. */
export function playPaced(url: string, maxBytesPerSecond: () => number): Promise<Played> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (answer) => {
      let bytes = 0;
      const finish = () => resolve({ status: answer.statusCode ?? 0, bytes, whole: answer.complete });
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        const pace = maxBytesPerSecond();
        if (pace === Number.POSITIVE_INFINITY) return;
        answer.pause();
        setTimeout(() => answer.resume(), (chunk.length / pace) * 1_000);
      });
      answer.on('end', finish);
      answer.on('error', finish);
    });
    request.on('error', reject);
  });
}
