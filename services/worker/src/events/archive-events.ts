import type { Piece } from '@understudy/artifact';
import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, reason } from './fields.js';

/** Reading from the archive and writing to it. */
export function archiveEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const archiveReads = new Counter({
    name: 'understudy_archive_reads_total',
    help: 'Downloads from the archive',
    labelNames: ['result'],
    registers,
  });
  const readBytes = new Counter({
    name: 'understudy_archive_read_bytes_total',
    help: 'Bytes read from the archive and sealed',
    registers,
  });
  const archiveUploads = new Counter({
    name: 'understudy_archive_uploads_total',
    help: 'Uploads to the archive',
    labelNames: ['result'],
    registers,
  });

  return {
    archiveFetch(artifact: StoredArtifact, piece: Piece, token: number | undefined) {
      logger.info({ event: 'archive.fetch', ...about(artifact), piece, token }, 'reading from the archive');
    },
    archiveFetched(artifact: StoredArtifact, bytes: number) {
      archiveReads.inc({ result: 'read' });
      readBytes.inc(bytes);
      logger.info({ event: 'archive.fetched', ...about(artifact), bytes }, 'read from the archive');
    },
    archiveAway(artifact: StoredArtifact, error: unknown) {
      archiveReads.inc({ result: 'away' });
      logger.warn(
        { event: 'archive.away', ...about(artifact), ...reason(error) },
        'the archive is away; the video is made instead',
      );
    },
    archiveDamaged(artifact: StoredArtifact, why: string) {
      archiveReads.inc({ result: 'damaged' });
      logger.error(
        { event: 'archive.damaged', ...about(artifact), why },
        'the archived copy is wrong; the video is made instead',
      );
    },
    archiveDescribed(contentId: bigint) {
      logger.info(
        { event: 'archive.described', contentId: String(contentId) },
        'the metadata store is away; a video is described by the archive',
      );
    },
    archiveUndescribed(contentId: bigint, error: unknown) {
      logger.warn(
        { event: 'archive.undescribed', contentId: String(contentId), ...reason(error) },
        'the metadata store is away, and the archive gave no good description',
      );
    },
    archiving(artifact: StoredArtifact) {
      logger.info({ event: 'archive.upload', ...about(artifact) }, 'uploading to the archive');
    },
    archived(artifact: StoredArtifact, ms: number) {
      archiveUploads.inc({ result: 'done' });
      logger.info({ event: 'archive.uploaded', ...about(artifact), ms: Math.round(ms) }, 'archived');
    },
    notArchived(artifact: StoredArtifact, error: unknown) {
      archiveUploads.inc({ result: 'failed' });
      logger.warn(
        { event: 'archive.not-uploaded', ...about(artifact), ...reason(error) },
        'it could not be archived; tried again later',
      );
    },
    archiveRemoved(contentId: bigint) {
      logger.info(
        { event: 'archive.removed', contentId: String(contentId) },
        'a deleted video is removed from the archive',
      );
    },
    archiveNotRemoved(error: unknown) {
      logger.warn(
        { event: 'archive.not-removed', ...reason(error) },
        'copies of deleted videos are still in the archive; tried again',
      );
    },
    archiveNotLeft(error: unknown) {
      logger.error(
        { event: 'archive.not-left', ...reason(error) },
        'what only this worker has could not be uploaded before it stops',
      );
    },
    archiveNotTidied(error: unknown) {
      logger.warn(
        { event: 'archive.not-tidied', ...reason(error) },
        'uploads that were broken off could not be looked for',
      );
    },
  };
}
