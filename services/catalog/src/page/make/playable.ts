import { ApiError, type PublicClient, type Video } from '@understudy/client';
import { refusalOf } from './ask-catalog.js';

/** A video that was made, with addresses that play it. */
export interface Playable extends Video {
  /** Where playback is signed: until when the addresses are good, in the form of RFC 3339. */
  readonly goodUntil?: string;
  /** Why the addresses may play nothing. */
  readonly refusal?: string;
}

/**
 * The addresses by which a video is played: with a token where the service signs some. It answers 404 where playback is open, and where tokens come
 * from elsewhere: then they are as they were made. Never rejects for what the service answers.
 */
export async function playableOf(service: Pick<PublicClient, 'post'>, made: Video): Promise<Playable> {
  try {
    const { urls, expires } = await service.post('/v1/videos/{id}/tokens', {
      path: { id: made.id },
      body: {},
    });
    return { ...made, urls, goodUntil: expires };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return made;
    return { ...made, refusal: `There is no token for it: ${refusalOf(error).message}` };
  }
}
