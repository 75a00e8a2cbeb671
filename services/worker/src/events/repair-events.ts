import type { Piece } from '@understudy/artifact';
import type { ScrubPass } from '@understudy/peer-protocol';
import type { Logger } from '@understudy/service-kit';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Finding, Mended } from '../repair/mender.js';
import type { Damage, FoundBy } from '../store/damage.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, reason } from './fields.js';

/** Damaged pieces: found, repaired, and looked for by the scrubber. */
export function repairEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
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

  return {
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
  };
}
