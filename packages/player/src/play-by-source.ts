import { failOver, type Playback } from './playback.js';
import { maxRetries, retryDelayMs } from './retries.js';

/** So long nothing may come while the picture stands: the browser may hold on to a connection that is dead. */
const silenceMs = 5_000;

/**
 * Plays a part by the browser alone, from `startS` on. Where its source fails it is loaded anew, at the place where it was; a `video.mp4` that is still
 * being made begins at its start again, because a browser seeks in nothing that has no length.
 */
export function playBySource(playback: Playback, part: string, startS: number): void {
  const { video, source, emitter, signal } = playback;
  let failures = 0;
  let positionS = startS;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const endSilence = () => {
    clearTimeout(silence);
    silence = undefined;
  };
  const awaitBytes = () => {
    endSilence();
    silence = setTimeout(failed, silenceMs);
  };
  const failed = () => {
    endSilence();
    clearTimeout(retry);
    if (failures < maxRetries) {
      retry = setTimeout(loadAnew, retryDelayMs(failures));
      failures += 1;
    } else {
      emitter.emit('fatal', { reason: 'network', cause: video.error ?? undefined });
    }
  };
  const loadAnew = () => {
    failOver(playback);
    // Loading forgets both.
    const wasPlaying = !video.paused;
    video.src = source.url(part);
    video.currentTime = positionS;
    if (!wasPlaying) return;
    // It may be refused where the page may not play by itself; then it stays paused.
    video.play().catch(() => {});
    awaitBytes();
  };

  const listen = (name: keyof HTMLVideoElementEventMap, listener: () => void) =>
    video.addEventListener(name, listener, { signal });
  listen('error', failed);
  listen('waiting', awaitBytes);
  listen('progress', () => silence !== undefined && awaitBytes());
  listen('canplay', endSilence);
  listen('playing', endSilence);
  listen('timeupdate', () => {
    if (video.currentTime === positionS || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    positionS = video.currentTime;
    failures = 0;
  });
  signal.addEventListener('abort', () => {
    endSilence();
    clearTimeout(retry);
    video.removeAttribute('src');
    video.load();
  });
  video.src = source.url(part);
  if (startS > 0) video.currentTime = startS;
}
