import { type Description, programOf } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { createPools } from '@understudy/hash-ring';
import type { Membership } from '@understudy/metadata-store';

const bundledGenerator = 'ffmpeg';
const retryAfterSeconds = 5;

/**
 * The number of the pool that a new video is pinned to: the leading one of those whose generator it is for. Without members a video of the
 * bundled generator is pinned to none (0), and made by whoever is there when it is played.
 * @throws UnderstudyError `generator_unavailable` where nobody has the program that it is for
 */
export function pickPool(description: Description, { epoch, members }: Membership): number {
  const program = programOf(description)?.name;
  const wanted = members.filter(({ generators }) =>
    generators.some((each) => each.startsWith(`${program ?? bundledGenerator}@`)),
  );
  const leading = createPools({ epoch, members: wanted }).leading;
  if (leading !== undefined) return leading;
  if (program === undefined) return createPools({ epoch, members }).leading ?? 0;
  throw new UnderstudyError('generator_unavailable', `no worker has the generator ${program}`, {
    retryAfterSeconds,
  });
}
