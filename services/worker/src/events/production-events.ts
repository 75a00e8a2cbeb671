import type { Piece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import { type Confinement, describeOff } from '@understudy/generator-ffmpeg';
import type { Logger } from '@understudy/service-kit';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, codeOf, reason } from './fields.js';

/** Making pieces, under a lease. */
export function productionEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const generations = new Counter({
    name: 'understudy_generations_total',
    help: 'Generator runs begun',
    registers,
  });
  const sealed = new Counter({
    name: 'understudy_pieces_sealed_total',
    help: 'Pieces generated and sealed',
    registers,
  });
  const pieceSeconds = new Histogram({
    name: 'understudy_piece_seconds',
    help: 'Time to generate a piece',
    registers,
  });
  const speed = new Histogram({
    name: 'understudy_generation_speed_ratio',
    help: 'Seconds of video per second of generating it, by segment',
    buckets: [0.25, 0.5, 1, 1.5, 2, 4, 8, 16, 32],
    registers,
  });
  const generatedBytes = new Counter({
    name: 'understudy_generated_bytes_total',
    help: 'Bytes of pieces generated and sealed, without the initialization segments that come along',
    registers,
  });
  const takeOvers = new Counter({
    name: 'understudy_takeovers_total',
    help: 'Leases taken from a dead worker',
    registers,
  });
  const failures = new Counter({
    name: 'understudy_production_failures_total',
    help: 'Productions failed',
    labelNames: ['code'],
    registers,
  });
  const mismatches = new Counter({
    name: 'understudy_mismatches_total',
    help: 'Bytes that were not what they should be',
    registers,
  });
  const completed = new Counter({
    name: 'understudy_videos_completed_total',
    help: 'Videos of which every piece came here, generated or copied',
    registers,
  });

  return {
    ffmpegConfined(confinement: Confinement) {
      const { on, off } = confinement;
      logger.info({ event: 'ffmpeg.confined', on }, 'how ffmpeg is kept from what it does not need');
      if (off.length > 0)
        logger.warn(
          {
            event: 'ffmpeg.unconfined',
            off: off.map(({ measure }) => measure),
            why: describeOff(confinement),
          },
          'this host does not offer all that ffmpeg could be confined by',
        );
    },
    completed(artifact: StoredArtifact, bytes: number) {
      completed.inc();
      logger.info({ event: 'complete', ...about(artifact), bytes }, 'every piece of the video is here');
    },
    generationStarted(artifact: StoredArtifact, piece: Piece, token: number | undefined) {
      generations.inc();
      logger.info({ event: 'generate', ...about(artifact), piece, token }, 'generating');
    },
    pieceSealed(artifact: StoredArtifact, piece: Piece, ms: number, token: number | undefined) {
      sealed.inc();
      pieceSeconds.observe(ms / 1_000);
      generatedBytes.inc(artifact.manifestEntry(piece)?.length ?? 0);
      if (typeof piece === 'number')
        speed.observe(((artifact.plan.segments[piece]?.durationS ?? 0) * 1_000) / ms);
      logger.info({ event: 'sealed', ...about(artifact), piece, ms: Math.round(ms), token }, 'sealed');
    },
    takeOver(artifact: StoredArtifact, from: string) {
      takeOvers.inc();
      logger.warn(
        { event: 'takeover', ...about(artifact), from },
        'its generating worker is dead; taking over',
      );
    },
    leaseLost(artifact: StoredArtifact) {
      logger.warn(
        { event: 'lease.lost', ...about(artifact) },
        'another worker took the lease; generating is stopped',
      );
    },
    mismatch(artifact: StoredArtifact, error: unknown) {
      mismatches.inc();
      logger.error(
        { event: 'mismatch', ...about(artifact), ...reason(error) },
        'bytes differ; they are made again',
      );
    },
    conflict(artifact: StoredArtifact, piece: Piece) {
      mismatches.inc();
      logger.error(
        { event: 'conflict', ...about(artifact), piece },
        'another digest was accepted before; this copy is dropped',
      );
    },
    recordingFailed(artifact: StoredArtifact, error: unknown) {
      failures.inc({ code: codeOf(error) });
      logger.error(
        { event: 'manifest.failed', ...about(artifact), ...reason(error) },
        'its manifest could not be written',
      );
    },
    productionFailed(artifact: StoredArtifact, error: unknown) {
      failures.inc({ code: codeOf(error) });
      const fields = { event: 'production.failed', ...about(artifact), ...reason(error) };
      // That the disk has no room was told when it began; here it is an answer, not an error.
      if (isUnderstudyError(error, 'storage_full')) logger.warn(fields, 'it has no room here');
      else logger.error(fields, 'it cannot be made');
    },
  };
}
