import { ApiError, createPublicClient } from '@understudy/client';

/** A router says at once what it refuses; what has to be made first may take longer. */
const answerTimeoutMs = 5_000;

/** Why a video is not played at `origin`, where players come to: asks for it as a player would, and gives what was said, as sentences. */
export async function whyNotPlayed(
  video: string,
  origin: string,
  ask: typeof fetch = fetch,
): Promise<string> {
  const routers = createPublicClient({
    ...{ url: origin, name: origin, timeoutMs: answerTimeoutMs },
    fetch: (...asked) => ask(...asked),
  });
  try {
    const answer = await routers.open('/v/{id}/video.mp4', { path: { id: video } });
    await answer.body?.cancel();
  } catch (error) {
    return `It cannot be played: ${reasonOf(error, video)}`;
  }
  return 'It cannot be played: the router sends it, but what comes is not whole, or nothing this browser plays.';
}

function reasonOf(error: unknown, video: string): string {
  if (!(error instanceof ApiError)) return String(error);
  const { code, status, message, retryAfterS } = error;
  if (code === 'token_missing')
    return `playback is signed, and the console has no token (${status}). understudy token ${video} prints an address that plays it.`;
  const said = message.endsWith('.') ? message.slice(0, -1) : message;
  const later = retryAfterS === undefined ? '' : ` Try again in ${retryAfterS} s.`;
  return `${said}${status === undefined ? '' : ` (${status})`}.${later}`;
}
