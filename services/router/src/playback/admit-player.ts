import { videoIdOf } from '@understudy/metadata-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PlayRequest } from '../play/decode-request.js';
import type { Admission, Playback } from './playback.js';

export type PlayPlace = {
  Params: { id: string; grant?: string; rendition?: string; part: string };
  Querystring: { CMCD?: unknown; token?: unknown };
};

/** What names other parts of a video, which are to be had by a grant. */
const lists = new Set(['index.m3u8', 'multivariant.m3u8', 'storyboard.vtt']);

/**
 * Admits the player of a request from `address`, before anything is asked of anybody.
 * @throws UnderstudyError as `Playback.admit`
 */
export async function admitPlayer(
  playback: Playback,
  address: string,
  contentId: bigint,
  {
    params,
    query,
    headers,
  }: FastifyRequest<{ Params: { grant?: string }; Querystring: { token?: unknown } }>,
  reply: FastifyReply,
): Promise<Admission> {
  try {
    return await playback.admit({
      videoId: videoIdOf(contentId),
      grant: params.grant,
      token: query.token,
      authorization: headers.authorization,
      address,
    });
  } catch (error) {
    // RFC 9110 section 15.5.2: a 401 MUST name a challenge.
    reply.header('www-authenticate', 'Bearer');
    throw error;
  }
}

/**
 * Where a list is that somebody asks for by a token: in the folder that a grant opens, so that all that it names is there too, by the relative
 * addresses that stand in it. Its bytes are the same there. Undefined where the answer is here.
 */
export function grantedPlace(
  playback: Playback,
  { claims }: Admission,
  { contentId, part }: PlayRequest,
  { rendition }: PlayPlace['Params'],
): string | undefined {
  if (claims === undefined || !lists.has(part)) return undefined;
  const folder = `s/${playback.grantFor(videoIdOf(contentId), claims)}/`;
  return rendition === undefined ? `${folder}${part}` : `../${folder}${rendition}/${part}`;
}
