import type { PlayerEmitter } from './player-events.js';

/** Tokens of `sta`: preloading, starting, playing, seeking, rebuffering, paused, ended. */
export type PlayState = 'd' | 's' | 'p' | 'k' | 'r' | 'a' | 'e';

/**
 * What a player tells of itself with each request: CMCD version 2 (CTA-5004-B), request mode.
 */
export class ClientData {
  readonly #session: string;
  readonly #content: string;
  #isStarved = false;
  #starvedMs: number[] = [];
  #startMs: number | undefined;

  /** `session` is of this playing alone, and tells nothing of who plays. */
  constructor(session: string, content: string) {
    this.#session = session;
    this.#content = content;
  }

  started(ms: number): void {
    this.#startMs = Math.round(ms);
  }

  starved(): void {
    this.#isStarved = true;
  }

  recovered(ms: number): void {
    this.#starvedMs.push(Math.round(ms));
  }

  /** What to tell with a request for `path`; what happened since the last one is told once. Keys stand in the order of the alphabet. */
  take(path: string, state: PlayState, bufferedS: number): string[] {
    const type = /\.m3u8$/.test(path)
      ? 'm'
      : /\.m4s$/.test(path)
        ? 'av'
        : /init\.mp4$/.test(path)
          ? 'i'
          : 'o';
    // A standstill that goes on is one of each report.
    const isStarved = this.#isStarved || state === 'r';
    const told = [
      ...(type === 'av' ? [`bl=(${Math.round(bufferedS * 10) * 100};av)`] : []),
      ...(isStarved ? ['bs'] : []),
      ...(this.#starvedMs.length > 0 ? [`bsd=(${this.#starvedMs.join(' ')})`] : []),
      `cid="${this.#content}"`,
      ...(this.#startMs === undefined ? [] : [`msd=${this.#startMs}`]),
      `ot=${type}`,
      'sf=h',
      `sid="${this.#session}"`,
      'st=v',
      `sta=${state}`,
      ...('skr'.includes(state) ? ['su'] : []),
      'v=2',
    ];
    this.#isStarved = false;
    this.#starvedMs = [];
    this.#startMs = undefined;
    return told;
  }
}

/** The header field of each key; those of the session where none is named. */
const fields: Readonly<Record<string, string>> = {
  ot: 'object',
  bl: 'request',
  sta: 'request',
  su: 'request',
  bs: 'status',
  bsd: 'status',
};

/** What goes with a request. */
export interface Told {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * To the page's own origin in header fields, which leave the URL as it is for every cache; to another as a query, because header fields
 * would cost a preflight for each URL.
 */
export function tellWith(url: URL, pageOrigin: string, told: readonly string[]): Told {
  if (url.origin !== pageOrigin) {
    const query = `${url.search === '' ? '?' : '&'}CMCD=${encodeURIComponent(told.join())}`;
    return { url: url.href + query, headers: {} };
  }
  const headers: Record<string, string> = {};
  for (const each of told) {
    const name = `cmcd-${fields[each.split('=', 1)[0] as string] ?? 'session'}`;
    headers[name] = headers[name] === undefined ? each : `${headers[name]},${each}`;
  }
  return { url: url.href, headers };
}

/** Gives what goes with a request for a URL, for as long as `video` plays it. */
export function tellClientData(
  video: HTMLVideoElement,
  content: string,
  emitter: PlayerEmitter,
  signal: AbortSignal,
): (url: string) => Told {
  const data = new ClientData(crypto.randomUUID(), content);
  let wishedAtMs = video.autoplay || !video.paused ? performance.now() : undefined;
  let hasPlayed = false;
  let isStalled = false;
  video.addEventListener('play', () => (wishedAtMs ??= performance.now()), { signal });
  video.addEventListener(
    'timeupdate',
    () => {
      if (hasPlayed || video.paused || video.currentTime === 0 || video.seeking) return;
      hasPlayed = true;
      data.started(performance.now() - (wishedAtMs ?? performance.now()));
    },
    { signal },
  );
  emitter.on('stall', () => {
    isStalled = true;
    data.starved();
  });
  emitter.on('recovered', ({ stalledMs }) => {
    isStalled = false;
    data.recovered(stalledMs);
  });
  const state = (): PlayState => {
    if (video.ended) return 'e';
    if (!hasPlayed) return video.paused && !video.autoplay ? 'd' : 's';
    if (video.seeking) return 'k';
    if (isStalled) return 'r';
    return video.paused ? 'a' : 'p';
  };
  return (url) => {
    const absolute = new URL(url, location.href);
    return tellWith(absolute, location.origin, data.take(absolute.pathname, state(), aheadS(video)));
  };
}

function aheadS({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range += 1)
    if (buffered.start(range) <= currentTime && buffered.end(range) > currentTime)
      return buffered.end(range) - currentTime;
  return 0;
}
