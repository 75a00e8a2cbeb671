import { createHash, randomInt } from 'node:crypto';
import { type Description, descriptionDigest } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import type { CatalogContext } from '../context.js';
import { composeDescription } from './compose-description.js';
import type { Wish } from './compose-request.js';

/** The first few seeds follow from the wish alone, so that viewers who ask for the same share videos that exist already. */
const sharedSeeds = 3;
/** The others are random: one in 2^32 was given before, so a second one is never needed but for a bug. */
const maxTries = sharedSeeds + 3;

/**
 * Composes a description that is not among the last 500 given to `viewer`, and notes it as given. The viewer's name is
 * stored only as a digest.
 * @throws UnderstudyError `metadata_unavailable`
 */
export async function composeForViewer(
  context: Pick<CatalogContext, 'store' | 'events'>,
  viewer: string,
  wish: Wish,
): Promise<Description> {
  const viewerKey = createHash('sha256').update(`viewer\n${viewer}`).digest('hex');
  for (let tries = 0; tries < maxTries; tries += 1) {
    const description = composeDescription(
      wish,
      tries < sharedSeeds ? sharedSeed(wish, tries) : randomInt(2 ** 32),
    );
    const digest = descriptionDigest(description);
    if (await context.store.recordView(viewerKey, digest)) {
      context.events.composed(digest, tries + 1);
      return description;
    }
  }
  throw new UnderstudyError('internal', `no unseen description in ${maxTries} tries`);
}

function sharedSeed(wish: Wish, index: number): number {
  const { title, durationS, width, height, fps, theme } = wish;
  const text = JSON.stringify([title, durationS, width, height, fps, theme, index]);
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
