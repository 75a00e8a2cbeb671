import { textDigest } from '@understudy/description';
import { createPools } from '@understudy/hash-ring';
import { poolOf } from '@understudy/metadata-store';
import type { ArchivedAnswer } from '@understudy/peer-protocol';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type VideoAnswer, videoSchema } from '../answers/videos.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey, videoParams } from '../route-parts.js';
import { askCopies, progressOf, segmentsOf } from '../videos/ask-copies.js';
import { describedVideo } from '../videos/described.js';
import { generatorsOf, readStored } from '../videos/stored-video.js';

const schema: RouteSchema = {
  operationId: 'inspectVideo',
  summary: 'What a video is, how far it is, and who has what of it',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  response: {
    200: json('The video', videoSchema),
    ...problems('unauthorized', 'not_found', 'gone', 'metadata_unavailable'),
  },
};

/** `GET /admin/videos/{id}`: its description, which segments each worker has, and whether it is archived. */
export function readVideoRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get<{ Params: { id: string } }>('/admin/videos/:id', { schema }, async (request, reply) => {
    const { contentId, json: text } = await describedVideo(context, request.params.id);
    const id = context.ids.encode(contentId);
    const { members } = currentMembership(context);
    const [{ copies, silent }, archived] = await Promise.all([
      askCopies(context, members, [contentId]),
      askArchived(context, contentId, textDigest(text)),
    ]);
    const held = copies.get(String(contentId)) ?? [];
    const { title, description } = readStored(text);
    const answer: VideoAnswer = {
      ...{ id, title, generator: generatorsOf(context.membership.current)(contentId) },
      ...progressOf(held),
      copies: held.map((copy) => ({
        worker: copy.worker,
        artifactId: copy.artifactId,
        bytes: copy.bytes,
        complete: copy.complete,
        generating: copy.generating,
        sealed: segmentsOf(copy).map(([first, last]) => ({ first, last })),
      })),
      silent: [...silent],
      archived,
      description,
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

/** What those workers say whose generator makes the video: any of them sees the archive. */
async function askArchived(
  context: ConsoleContext,
  contentId: bigint,
  digest: string,
): Promise<VideoAnswer['archived']> {
  const membership = currentMembership(context);
  const pool = createPools(membership).resolve(poolOf(contentId));
  for (const { url } of membership.members.filter((member) => (member.pool ?? 0) === pool)) {
    try {
      const asked = { method: 'GET', url, path: `/archived/${digest}` } as const;
      const { archived } = await context.peers.json<ArchivedAnswer>({
        ...asked,
        headTimeoutMs: context.peerTimeoutMs,
      });
      return archived === null ? 'no archive' : archived ? 'yes' : 'no';
    } catch {
      // Perhaps the next one.
    }
  }
  return 'not known';
}
