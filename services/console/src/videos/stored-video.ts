import { createPools } from '@understudy/hash-ring';
import { type Membership, poolOf } from '@understudy/metadata-store';

/** What a stored description says of itself; also one that is damaged is shown. */
export interface StoredVideo {
  /** Null where it is no JSON. */
  readonly description: Readonly<Record<string, unknown>> | null;
  readonly title: string | null;
}

export function readStored(json: string): StoredVideo {
  try {
    const description: unknown = JSON.parse(json);
    if (typeof description === 'object' && description !== null) {
      const { title } = description as { title?: unknown };
      return {
        description: description as Record<string, unknown>,
        title: typeof title === 'string' ? title : null,
      };
    }
  } catch {
    // As for any other text.
  }
  return { description: null, title: null };
}

/** Says of a content ID which generator makes its video, as its workers announce it; null where there are none. */
export function generatorsOf(membership: Membership | undefined): (contentId: bigint) => string | null {
  if (membership === undefined) return () => null;
  const pools = createPools(membership);
  const names = new Map<number, string>();
  for (const { pool = 0, generators } of membership.members)
    if (generators[0] !== undefined) names.set(pool, generators[0]);
  return (contentId) => {
    const pool = pools.resolve(poolOf(contentId));
    return pool === undefined ? null : (names.get(pool) ?? null);
  };
}
