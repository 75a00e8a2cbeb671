import { ApiError, type PublicClient } from '@understudy/client';

/**
 * Takes a video to its end. Gives how many bytes it had.
 * @throws ApiError what was answered; `broken_off` where the response was cut
 */
export async function playThrough(
  client: PublicClient,
  id: string,
  signal: AbortSignal,
  onFirstByte: () => void,
): Promise<number> {
  // Its first byte may wait for a place among those that are made.
  const response = await client.open('/v/{id}/video.mp4', { path: { id }, signal, timeoutMs: headTimeoutMs });
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      if (bytes === 0) onFirstByte();
      bytes += (chunk as Uint8Array).length;
    }
  } catch (cause) {
    throw new ApiError('broken_off', `the response was cut after ${bytes} bytes`, { cause });
  }
  return bytes;
}

/** Longer than a router and a worker wait. */
const headTimeoutMs = 120_000;
