import { ApiError, type PublicClient } from '@understudy/client';

/**
 * Takes a video to its end, by a token of its own where playback is signed. Gives how many bytes it had.
 * @throws ApiError what was answered; `broken_off` where the response was cut
 */
export async function playThrough(
  client: PublicClient,
  id: string,
  signal: AbortSignal,
  onFirstByte: () => void,
): Promise<number> {
  // Its first byte may wait for a place among those that are made.
  const limits = { path: { id }, signal, timeoutMs: headTimeoutMs };
  const response = await client.open('/v/{id}/video.mp4', limits).catch(async (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'token_missing') throw error;
    const { token } = await client.post('/v1/videos/{id}/tokens', { path: { id }, body: {}, signal });
    return client.open('/v/{id}/video.mp4', { ...limits, query: { token } });
  });
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
