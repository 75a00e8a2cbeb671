import { setImmediate } from 'node:timers/promises';
import { isUnderstudyError } from '@understudy/errors';
import type { Descriptions } from '@understudy/metadata-store';
import type { OpaqueIds } from '@understudy/opaque-id';
import { readStored } from './stored-video.js';

interface FoundVideo {
  readonly contentId: bigint;
  readonly id: string;
  readonly title: string | null;
}

/** A part of what was looked for. */
export interface FoundVideos {
  readonly videos: readonly FoundVideo[];
  /** How many descriptions were looked at for it. */
  readonly looked: number;
  /** Where to look on: below this one. Undefined where there are no more. */
  readonly next: bigint | undefined;
}

export interface FindOptions {
  readonly store: Pick<Descriptions, 'readDescriptions' | 'readDescription'>;
  readonly ids: Pick<OpaqueIds, 'encode' | 'decode'>;
  /** An ID, or a part of a title or of an ID, upper or lower case alike; empty for all. */
  readonly find: string;
  readonly below: bigint | undefined;
  /** How many are given at most. */
  readonly limit: number;
  /** How many are looked at at most. */
  readonly mostLooked: number;
}

/** Read at once: some hundred kilobytes, parsed in a few milliseconds. */
const batchSize = 250;

/**
 * The videos that fit, in the order of `readDescriptions`.
 * @throws UnderstudyError `metadata_unavailable`
 */
export async function findVideos({
  store,
  ids,
  find,
  below,
  limit,
  mostLooked,
}: FindOptions): Promise<FoundVideos> {
  const named = ids.decode(find);
  if (named !== undefined) return findNamed(store, named, find);
  const wanted = find.toLowerCase();
  const videos: FoundVideo[] = [];
  let looked = 0;
  let next = below;
  while (looked < mostLooked) {
    const page = await store.readDescriptions(next, Math.min(batchSize, mostLooked - looked));
    for (const { contentId, json } of page.descriptions) {
      looked += 1;
      const { title } = readStored(json);
      const id = ids.encode(contentId);
      if (!`${title ?? ''}\n${id}`.toLowerCase().includes(wanted)) continue;
      videos.push({ contentId, id, title });
      if (videos.length === limit) return { videos, looked, next: contentId };
    }
    next = page.next;
    if (next === undefined) break;
    // Others are served between two batches.
    await setImmediate();
  }
  return { videos, looked, next };
}

async function findNamed(store: FindOptions['store'], contentId: bigint, id: string): Promise<FoundVideos> {
  try {
    const json = await store.readDescription(contentId);
    const videos = json === undefined ? [] : [{ contentId, id, title: readStored(json).title }];
    return { videos, looked: videos.length, next: undefined };
  } catch (error) {
    if (isUnderstudyError(error, 'gone')) return { videos: [], looked: 0, next: undefined };
    throw error;
  }
}
