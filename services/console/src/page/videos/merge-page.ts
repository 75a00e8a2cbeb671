import type { ListedVideo } from '@understudy/client';

/**
 * A page of the list as it is now: `fresh` was asked for behind the same video as `old`. What is gone is left out. Before the first page
 * new videos have come, which have moved its last ones out of `fresh`: those stay as they were. Undefined where nothing of the first page
 * is left in it.
 */
export function mergePage(
  old: readonly ListedVideo[],
  fresh: readonly ListedVideo[],
  isFirst: boolean,
): readonly ListedVideo[] | undefined {
  const now = new Map(fresh.map((video) => [video.id, video]));
  const known = new Set(old.map(({ id }) => id));
  const firstKnown = fresh.findIndex(({ id }) => known.has(id));
  if (isFirst && firstKnown === -1 && fresh.length > 0) return undefined;
  const added = isFirst ? fresh.slice(0, Math.max(0, firstKnown)) : [];
  const movedOut = old.length - added.length;
  return [...added, ...old.flatMap((video, index) => now.get(video.id) ?? (index >= movedOut ? video : []))];
}
