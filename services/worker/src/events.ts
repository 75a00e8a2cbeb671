import type { Piece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { MoveReason, ScrubPass } from '@understudy/peer-protocol';
import type { Logger } from '@understudy/service-kit';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DiskState } from './disk/disk-guard.js';
import type { Victim } from './evict/victims.js';
import type { Finding, Mended } from './repair/mender.js';
import type { Damage, FoundBy } from './store/damage.js';
import type { StoredArtifact } from './store/stored-artifact.js';

export type WorkerEvents = ReturnType<typeof createEvents>;

/** What a worker did about its copies in one change of the membership. */
export interface MoveSums {
  readonly offered: number;
  readonly removed: number;
  readonly removedBytes: number;
  readonly ms: number;
}

/** One helper per event: the log line and the counter, so that they cannot disagree. */
export function createEvents(logger: Logger, registry: Registry) {
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
  const identityConflicts = new Counter({
    name: 'understudy_identity_conflicts_total',
    help: 'Times that another live process was found to have the ID of this worker',
    registers,
  });
  const follows = new Counter({
    name: 'understudy_follows_total',
    help: 'Feeds followed',
    labelNames: ['result'],
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
  const streams = new Counter({
    name: 'understudy_streams_total',
    help: 'Responses ended',
    labelNames: ['result'],
    registers,
  });
  const continuations = new Counter({
    name: 'understudy_continuations_total',
    help: 'Responses of another worker continued',
    registers,
  });

  const copied = new Counter({
    name: 'understudy_copied_bytes_total',
    help: 'Bytes that came from other workers: as a replica, for a player, to balance, to restore a lost copy',
    labelNames: ['reason'],
    registers,
  });
  const copiesRemoved = new Counter({
    name: 'understudy_copies_removed_total',
    help: 'Copies removed because they are where they belong',
    registers,
  });
  const moveFailures = new Counter({
    name: 'understudy_move_refusals_total',
    help: 'Times that a worker did not take a copy that belongs there',
    registers,
  });
  const damages = new Counter({
    name: 'understudy_damaged_pieces_total',
    help: 'Stored pieces found to be damaged',
    labelNames: ['damage', 'found_by'],
    registers,
  });
  const findings = new Counter({
    name: 'understudy_scrub_findings_total',
    help: 'Damaged pieces dealt with',
    labelNames: ['result'],
    registers,
  });
  const repairs = new Counter({
    name: 'understudy_repairs_total',
    help: 'Repairs with what differs at another worker',
    labelNames: ['result'],
    registers,
  });
  const repairBytes = new Counter({
    name: 'understudy_repair_bytes_total',
    help: 'Bytes sent and received for repairs',
    registers,
  });
  const scrubBytes = new Counter({
    name: 'understudy_scrubbed_bytes_total',
    help: 'Stored bytes compared with their digests by the scrubber',
    registers,
  });
  const scrubs = new Counter({
    name: 'understudy_scrubs_total',
    help: 'Passes of the scrubber over everything',
    registers,
  });
  const strangers = new Gauge({
    name: 'understudy_strangers',
    help: 'Entries among the stored copies, at the start, that no worker put there or that cannot be read',
    registers,
  });
  const deletions = new Counter({
    name: 'understudy_deletions_applied_total',
    help: 'Deleted videos of which something was removed here',
    registers,
  });
  const evictions = new Counter({
    name: 'understudy_evictions_total',
    help: 'Copies evicted',
    labelNames: ['copy'],
    registers,
  });
  const evictedBytes = new Counter({
    name: 'understudy_evicted_bytes_total',
    help: 'Bytes of copies evicted',
    registers,
  });
  const storageChanges = new Counter({
    name: 'understudy_storage_changes_total',
    help: 'Changes of whether the disk takes what is written, by what it changed to',
    labelNames: ['state'],
    registers,
  });
  const storageOk = new Gauge({
    name: 'understudy_storage_ok',
    help: 'Whether the disk takes what is written',
    registers,
  });
  storageOk.set(1);
  const relays = new Counter({
    name: 'understudy_relays_total',
    help: 'Responses of another worker passed on because the disk takes nothing',
    labelNames: ['result'],
    registers,
  });

  const archiveReads = new Counter({
    name: 'understudy_archive_reads_total',
    help: 'Downloads from the archive',
    labelNames: ['result'],
    registers,
  });
  const archiveUploads = new Counter({
    name: 'understudy_archive_uploads_total',
    help: 'Uploads to the archive',
    labelNames: ['result'],
    registers,
  });

  const about = ({ contentId, artifactId }: { contentId: bigint; artifactId: string }) => ({
    contentId: String(contentId),
    artifactId,
  });
  const reason = (error: unknown) =>
    isUnderstudyError(error) ? { code: error.code, why: error.message } : { code: 'internal', error };

  return {
    listening(url: string) {
      logger.info({ event: 'listening', url }, 'listening');
    },
    metadataReachable(reachable: boolean, error: unknown) {
      if (reachable) logger.info({ event: 'metadata.reachable' }, 'the metadata store is reachable');
      else
        logger.warn({ event: 'metadata.away', error }, 'the metadata store is away; what exists still plays');
    },
    /** This one ends. */
    identityHeld(other: { url: string; pid: number }) {
      identityConflicts.inc();
      logger.error(
        { event: 'identity.held', ...other },
        'another live process is this worker; this one ends',
      );
    },
    /** This one stays. */
    identityClaimed(other: { url: string; pid: number }) {
      identityConflicts.inc();
      logger.error(
        { event: 'identity.claimed', ...other },
        'another process was started as this worker, perhaps on a copy of its data directory; it was turned away',
      );
    },
    identitySilent() {
      logger.warn(
        { event: 'identity.silent' },
        'this worker is a member at another address, which does not answer; it joins when that membership has run out',
      );
    },
    membership(epoch: number, members: readonly string[]) {
      logger.info({ event: 'membership', epoch, members }, 'membership changed');
    },
    generationStarted(artifact: StoredArtifact, piece: Piece, token: number | undefined) {
      generations.inc();
      logger.info({ event: 'generate', ...about(artifact), piece, token }, 'generating');
    },
    pieceSealed(artifact: StoredArtifact, piece: Piece, ms: number, token: number | undefined) {
      sealed.inc();
      pieceSeconds.observe(ms / 1_000);
      logger.info({ event: 'sealed', ...about(artifact), piece, ms: Math.round(ms), token }, 'sealed');
    },
    followStarted(artifact: StoredArtifact, url: string, asReplica: boolean) {
      logger.info({ event: 'follow', ...about(artifact), url, asReplica }, 'following');
    },
    followEnded(artifact: StoredArtifact, url: string, complete: boolean) {
      follows.inc({ result: complete ? 'complete' : 'partial' });
      logger.info({ event: 'followed', ...about(artifact), url, complete }, 'the feed ended');
    },
    followBroke(artifact: StoredArtifact, url: string, readers: number, error: unknown) {
      follows.inc({ result: 'broken' });
      logger.warn(
        { event: 'follow.broke', ...about(artifact), url, readers, ...reason(error) },
        'the feed broke',
      );
    },
    copied(reason: 'replica' | 'player' | MoveReason, bytes: number) {
      copied.inc({ reason }, bytes);
    },
    rebalanceStarted(epoch: number, copies: number) {
      logger.info({ event: 'rebalance', epoch, copies }, 'looking whether copies are where they belong');
    },
    rebalanceFinished(epoch: number, sums: MoveSums) {
      logger.info({ event: 'rebalanced', epoch, ...sums }, 'copies are where they belong');
    },
    moveOffered(artifact: StoredArtifact, worker: string, moveReason: MoveReason) {
      logger.info(
        { event: 'move.offered', ...about(artifact), worker, reason: moveReason },
        'a worker takes a copy that belongs there',
      );
    },
    moveRefused(worker: string, error: unknown) {
      moveFailures.inc();
      logger.warn({ event: 'move.refused', worker, ...reason(error) }, 'a worker takes no copies now');
    },
    copyRemoved(artifact: StoredArtifact, bytes: number) {
      copiesRemoved.inc();
      logger.info(
        { event: 'copy.removed', ...about(artifact), bytes },
        'this copy is not needed here any more',
      );
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
      failures.inc({ code: isUnderstudyError(error) ? error.code : 'internal' });
      logger.error(
        { event: 'manifest.failed', ...about(artifact), ...reason(error) },
        'its manifest could not be written',
      );
    },
    productionFailed(artifact: StoredArtifact, error: unknown) {
      failures.inc({ code: isUnderstudyError(error) ? error.code : 'internal' });
      logger.error({ event: 'production.failed', ...about(artifact), ...reason(error) }, 'it cannot be made');
    },
    strangersFound(paths: readonly string[]) {
      strangers.set(paths.length);
      logger.warn(
        { event: 'strangers', count: paths.length, paths: paths.slice(0, 20) },
        'what no worker put there, or cannot be read, is among the stored copies; it is left alone',
      );
    },
    damaged(artifact: StoredArtifact, piece: Piece, damage: Damage, foundBy: FoundBy) {
      damages.inc({ damage, found_by: foundBy });
      logger.error(
        { event: 'damaged', ...about(artifact), piece, damage, foundBy },
        'a stored piece is damaged',
      );
    },
    mended({ artifact, piece, damage, foundBy }: Finding, result: Mended, error: unknown) {
      findings.inc({ result });
      const line = { event: 'scrub.finding', ...about(artifact), piece, damage, foundBy, result };
      if (result === 'failed')
        logger.error({ ...line, ...reason(error) }, 'a damaged piece could not be replaced');
      else logger.warn(line, 'a damaged piece was replaced');
    },
    repaired(
      artifact: StoredArtifact,
      piece: Piece,
      repair: { from: string; bytes: number; wireBytes: number; strength: string },
    ) {
      repairs.inc({ result: 'repaired' });
      repairBytes.inc(repair.wireBytes);
      logger.info({ event: 'repaired', ...about(artifact), piece, ...repair }, 'repaired with what differs');
    },
    repairFailed(artifact: StoredArtifact, piece: string, from: string, error: unknown) {
      repairs.inc({ result: 'failed' });
      logger.info(
        { event: 'repair.failed', ...about(artifact), piece, from, ...reason(error) },
        'another worker could not help with a repair',
      );
    },
    descriptionMended(artifact: StoredArtifact, foundBy: FoundBy) {
      findings.inc({ result: 'rewritten' });
      logger.warn(
        {
          event: 'scrub.finding',
          ...about(artifact),
          piece: 'description',
          foundBy,
          result: 'rewritten',
        },
        'a stored description was not what it was',
      );
    },
    scrubBegan(behind: bigint | undefined) {
      logger.info({ event: 'scrub.began', behind: behind?.toString() }, 'reading everything that is stored');
    },
    scrubbed(bytes: number) {
      scrubBytes.inc(bytes);
    },
    scrubSkipped(artifact: StoredArtifact, error: unknown) {
      logger.warn(
        { event: 'scrub.skipped', ...about(artifact), ...reason(error) },
        'it could not be read now',
      );
    },
    scrubEnded(pass: ScrubPass) {
      scrubs.inc();
      logger.info({ event: 'scrub.ended', ...pass }, 'everything that is stored was read');
    },
    replicaRefused(artifact: StoredArtifact, worker: string, error: unknown) {
      logger.info(
        { event: 'replica.refused', ...about(artifact), worker, ...reason(error) },
        'a worker did not become the replica',
      );
    },
    notReplicated(artifact: StoredArtifact) {
      logger.warn({ event: 'replica.none', ...about(artifact) }, 'no other worker took a copy');
    },
    feedCut(artifact: StoredArtifact, follower: string, error: unknown) {
      logger.info({ event: 'feed.cut', ...about(artifact), follower, ...reason(error) }, 'a feed was cut');
    },
    continued(artifact: StoredArtifact, position: number) {
      continuations.inc();
      logger.info(
        { event: 'continued', ...about(artifact), position },
        'continues a response of another worker',
      );
    },
    videoDeleted(contentId: bigint, directories: number) {
      deletions.inc();
      logger.info(
        { event: 'video.deleted', contentId: String(contentId), directories },
        'a deleted video was removed',
      );
    },
    deletionsFailed(error: unknown) {
      logger.error(
        { event: 'deletions.failed', ...reason(error) },
        'deletions cannot be applied; they are tried again',
      );
    },
    storage(state: DiskState, error: unknown) {
      storageChanges.inc({ state });
      storageOk.set(state === 'ok' ? 1 : 0);
      if (state === 'ok') logger.info({ event: 'storage', state }, 'the disk takes what is written again');
      else
        logger.error(
          { event: 'storage', state, error },
          'the disk takes nothing more; what is not here is relayed',
        );
    },
    /** `isCertain`: whether the metadata store could be asked. */
    evicted(victim: Victim, { isLast, isCertain }: { isLast: boolean; isCertain: boolean }) {
      evictions.inc({ copy: isLast ? 'last' : 'other' });
      evictedBytes.inc(victim.bytes);
      logger.info(
        { event: 'evicted', ...about(victim), bytes: victim.bytes, last: isLast, certain: isCertain },
        isLast ? 'last copy evicted; it can be made again' : 'copy evicted',
      );
    },
    evictionRefused(victim: Victim) {
      logger.warn(
        { event: 'evict.refused', ...about(victim), bytes: victim.bytes },
        'it is the last copy and cannot be made again; it stays',
      );
    },
    evictionFailed(victim: Victim, error: unknown) {
      logger.error({ event: 'evict.failed', ...about(victim), ...reason(error) }, 'a copy was not evicted');
    },
    relayed(contentId: bigint, worker: string) {
      relays.inc({ result: 'begun' });
      logger.info({ event: 'relayed', contentId: String(contentId), worker }, 'relays another worker');
    },
    relayCut(contentId: bigint, worker: string, error: unknown) {
      relays.inc({ result: 'cut' });
      logger.warn(
        { event: 'relay.cut', contentId: String(contentId), worker, ...reason(error) },
        'what was relayed was cut',
      );
    },
    archiveFetch(artifact: StoredArtifact, piece: Piece, token: number | undefined) {
      logger.info({ event: 'archive.fetch', ...about(artifact), piece, token }, 'reading from the archive');
    },
    archiveFetched(artifact: StoredArtifact, bytes: number) {
      archiveReads.inc({ result: 'read' });
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
    archiveNotRemoved(error: unknown) {
      logger.warn(
        { event: 'archive.not-removed', ...reason(error) },
        'copies of deleted videos are still in the archive; tried again',
      );
    },
    archiveNotTidied(error: unknown) {
      logger.warn(
        { event: 'archive.not-tidied', ...reason(error) },
        'uploads that were broken off could not be looked for',
      );
    },
    streamed(artifact: StoredArtifact) {
      streams.inc({ result: 'whole' });
      logger.debug({ event: 'streamed', ...about(artifact) }, 'response ended');
    },
    streamCut(artifact: StoredArtifact, error: unknown) {
      streams.inc({ result: 'cut' });
      logger.warn({ event: 'stream.cut', ...about(artifact), ...reason(error) }, 'response cut');
    },
  };
}
