import { sheetOf } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import {
  type ArtifactStatus,
  parseStatusesQuestion,
  type StatusesAnswer,
  type WorkerStatus,
} from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { sealedText } from '../rebalance/pieces-here.js';
import { replicationLag } from '../replicate/replication-lag.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { contentIdOf } from './content-id.js';

/** `GET /status`, `GET /artifacts/{contentId}/status` and `POST /artifacts/status`: what this worker has and does. Looks nothing up. */
export function statusRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.get('/status', (): WorkerStatus => {
    let bytes = 0;
    let artifacts = 0;
    for (const artifact of context.store.all()) {
      bytes += artifact.storedBytes();
      artifacts += 1;
    }
    return {
      id: context.id,
      pid: process.pid,
      streams: context.streams.count,
      generating: context.admission.running,
      artifacts,
      bytes,
      pendingMoves: context.moves.pending,
      settledEpoch: context.moves.settledEpoch,
      scrub: context.scrubber.status(),
      storage: context.disk.state,
      replication: context.replication.choice,
      replicationLag: replicationLag(context),
    };
  });

  app.get<{ Params: { contentId: string } }>('/artifacts/:contentId/status', (request): ArtifactStatus => {
    const production = context.knownProduction(contentIdOf(request.params.contentId));
    // One that somebody asked for here, and then nobody, is known, but nothing of it is here.
    if (production === undefined || (!production.running && production.artifact.storedBytes() === 0))
      throw new UnderstudyError('not_found');
    return statusOf(context, production.artifact, production.generating);
  });

  app.post('/artifacts/status', (request): StatusesAnswer => {
    const generating = new Set<bigint>();
    for (const each of context.productions()) if (each.generating) generating.add(each.artifact.contentId);
    const copies = parseStatusesQuestion(request.body).flatMap((contentId) => {
      const artifact = context.isDeleted(contentId) ? undefined : context.store.get(contentId);
      const isGenerating = generating.has(contentId);
      if (artifact === undefined || (artifact.storedBytes() === 0 && !isGenerating)) return [];
      return [{ contentId: String(contentId), ...statusOf(context, artifact, isGenerating) }];
    });
    return { copies };
  });
}

function statusOf(
  context: Pick<WorkerContext, 'demand'>,
  artifact: StoredArtifact,
  generating: boolean,
): ArtifactStatus {
  const demand = context.demand.of(artifact.contentId);
  return {
    artifactId: artifact.artifactId,
    bytes: artifact.storedBytes(),
    readableBytes: artifact.readableBytes(),
    sealedSegments: artifact.sealedSegments(),
    totalSegments: artifact.plan.segmentCount,
    sealed: sealedText(artifact),
    storyboard: artifact.sealedPieces().flatMap(({ piece }) => sheetOf(piece) ?? []),
    complete: artifact.isComplete(),
    generating,
    ...((demand.players > 0 || demand.requestsPerS > 0) && { demand }),
  };
}
