import { failOver, type Playback } from './playback.js';
import { maxRetries, retryDelayMs } from './retries.js';

/** So long may the browser wait for bytes before its source is loaded anew: it may hold on to a connection that is dead. */
const silenceMs = 10_000;

/** Plays a part by the browser alone. Where its source fails it is loaded anew, at the place where it was. */
export function playBySource(playback: Playback, part: string): void {
  const { video, source, emitter, signal } = playback;
  let failures = 0;
  let positionS = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const after = (delayMs: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, delayMs);
  };
  const failed = () => {
    if (failures === maxRetries) {
      clearTimeout(timer);
      emitter.emit('fatal', { reason: 'network', cause: video.error ?? undefined });
      return;
    }
    after(retryDelayMs(failures), loadAnew);
    failures += 1;
  };
  const loadAnew = () => {
    failOver(playback);
    // Loading forgets both.
    const wasPlaying = !video.paused;
    video.src = source.url(part);
    video.currentTime = positionS;
    // It may be refused where the page may not play by itself; then it stays paused.
    if (!wasPlaying) return;
    video.play().catch(() => {});
    after(silenceMs, failed);
  };

  const listen = (name: keyof HTMLVideoElementEventMap, listener: () => void) =>
    video.addEventListener(name, listener, { signal });
  listen('error', failed);
  listen('waiting', () => after(silenceMs, failed));
  listen('canplay', () => clearTimeout(timer));
  listen('playing', () => clearTimeout(timer));
  listen('timeupdate', () => {
    if (video.currentTime === positionS || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    positionS = video.currentTime;
    failures = 0;
  });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    video.removeAttribute('src');
    video.load();
  });
  video.src = source.url(part);
}
