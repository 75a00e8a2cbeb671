import { failOver, type Playback } from './playback.js';

/** Of 16 bytes by chance that is less likely than a guess; a service refuses the rest. */
const pattern = /^[A-Za-z0-9_-]{22,64}$/;
/** A video begins without its session when that is not there by then: the metadata store may be away. */
const readWithinMs = 1_000;
/** While it plays, a position is saved no more often. */
const saveEveryMs = 5_000;
/** Where a session could not be read, what it has is not written over before somebody has watched for so long. */
const unreadS = 30;

/** An ID for a session that nobody guesses: 128 bits. Keep it where it is to go on from, for example in `localStorage`. */
export function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The path of a session's route, at any router. */
export function sessionPath(session: string): string {
  if (!pattern.test(session))
    throw new TypeError(
      'a session is 22 to 64 random characters of A-Z, a-z, 0-9, _ and -: newSession() makes one',
    );
  return `/v1/sessions/${session}`;
}

/** Where a session stopped, in seconds: 0 for one that is new, or of another video. Undefined where nobody could tell in time. */
export async function readPosition(
  playback: Playback,
  id: string,
  path: string,
): Promise<number | undefined> {
  const { source, signal } = playback;
  const within = AbortSignal.any([signal, AbortSignal.timeout(readWithinMs)]);
  for (let left = source.origins; left > 0; left -= 1) {
    try {
      const answer = await fetch(source.at(path), { signal: within });
      if (answer.status === 404) return 0;
      if (!answer.ok) return undefined;
      const { video, position } = (await answer.json()) as { video: string; position: number };
      return video === id ? position : 0;
    } catch {
      if (within.aborted) return undefined;
      failOver(playback);
    }
  }
  return undefined;
}

/** When a position is saved. Times are in ms, positions in seconds. */
export class SaveTimes {
  readonly #fromS: number;
  #savedAtMs = Number.NEGATIVE_INFINITY;
  #saved: number | undefined;
  #playedS = 0;
  #lastS: number | undefined;

  /** `wasRead`: whether what is written over is known. */
  constructor(wasRead: boolean) {
    this.#fromS = wasRead ? 0 : unreadS;
  }

  /** Whether `positionS` is to be saved now: `last` where there may be no other chance, as when it is paused. */
  take(positionS: number, nowMs: number, last: boolean): boolean {
    const stepS = positionS - (this.#lastS ?? positionS);
    // A seek is no watching.
    if (stepS > 0 && stepS < 2) this.#playedS += stepS;
    this.#lastS = positionS;
    if (positionS === this.#saved || this.#playedS < this.#fromS) return false;
    if (!last && nowMs - this.#savedAtMs < saveEveryMs) return false;
    this.#savedAtMs = nowMs;
    this.#saved = positionS;
    return true;
  }
}

/** Saves where `video` is: every few seconds, when it is paused, at its end (as its beginning), and when the page goes away. */
export function keepPosition(
  { video, source, signal }: Playback,
  id: string,
  path: string,
  times: SaveTimes,
): void {
  const save = (last: boolean) => {
    // Before anything is there to be seen the position is none.
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.seeking) return;
    const position = video.ended ? 0 : Math.round(video.currentTime * 1_000) / 1_000;
    if (!times.take(position, performance.now(), last)) return;
    fetch(source.at(path), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ video: id, position }),
      // It goes on when the page is gone.
      keepalive: true,
      // The next one tells what this could not; playing is none of its business.
    }).catch(() => {});
  };
  const saveNow = () => save(true);
  video.addEventListener('timeupdate', () => save(false), { signal });
  for (const name of ['pause', 'ended']) video.addEventListener(name, saveNow, { signal });
  addEventListener('pagehide', saveNow, { signal });
  // What a phone puts away may never hear of `pagehide`.
  document.addEventListener('visibilitychange', () => document.hidden && saveNow(), { signal });
}
