/** The first segment has one second, and the one behind it may still be made while that is played. */
const startBufferS = 2;
/** So much may be missing at the end of what is called complete: a frame, and what sound and picture differ by. */
const roundingS = 0.1;

/** Whether playing can begin, with `aheadS` in the buffer of the `leftS` that are left of the video. */
export function isEnoughToStart(aheadS: number, leftS: number): boolean {
  return aheadS >= Math.min(startBufferS, leftS - roundingS);
}

/**
 * Keeps `video` from moving before there is enough to go on with: it would stand still again after a second. By a rate of 0, because
 * pausing would show in the controls; its source must be set, which would set the rate back. Gives what looks again, to be called when something
 * has come into the buffer.
 */
export function holdStart(video: HTMLVideoElement, signal: AbortSignal): () => void {
  let isHeld = true;
  const release = () => {
    if (isHeld && video.playbackRate === 0) video.playbackRate = video.defaultPlaybackRate;
    isHeld = false;
  };
  video.playbackRate = 0;
  signal.addEventListener('abort', release);
  return () => {
    if (isHeld && isEnoughToStart(bufferedAheadS(video), video.duration - video.currentTime)) release();
  };
}

function bufferedAheadS({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range += 1) {
    // What begins within a frame or two behind the position is played from there.
    if (buffered.start(range) <= currentTime + roundingS && buffered.end(range) > currentTime) {
      return buffered.end(range) - currentTime;
    }
  }
  return 0;
}
