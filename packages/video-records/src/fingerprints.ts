import { createPools } from '@understudy/hash-ring';
import { type Membership, poolOf } from '@understudy/metadata-store';

/** The parts of a generator that a member announces: `name@version#fingerprint`. */
const generatorPattern = /^[^@#]+@[^@#]+#([0-9a-f]{64})$/;

/** The different fingerprints among announced generators; what is announced otherwise is passed over. */
export function fingerprintsOf(generators: readonly string[]): string[] {
  return [...new Set(generators.flatMap((generator) => generatorPattern.exec(generator)?.[1] ?? []))];
}

/** The fingerprint under which a video is made now: that of its pool. Undefined while there are no workers. */
export function fingerprintFor(contentId: bigint, membership: Membership | undefined): string | undefined {
  if (membership === undefined) return undefined;
  const pool = createPools(membership).resolve(poolOf(contentId));
  const members = membership.members.filter((member) => (member.pool ?? 0) === pool);
  return fingerprintsOf(members.flatMap(({ generators }) => generators))[0];
}
