import type { AdminClient } from '@understudy/client';
import { useEffect, useState } from 'preact/hooks';
import { type ListedVideos, VideoList } from './video-list.js';

/** Read at once: more than is in sight, and some milliseconds of work for the console. */
const pageSize = 200;
/** A search may look at ten thousand descriptions. */
const timeoutMs = 30_000;

/** The videos in which `find` is, kept while it stays the same. The list is undefined until the page is drawn. */
export function useVideoList(
  api: AdminClient,
  find: string,
): { readonly list: VideoList | undefined; readonly now: ListedVideos | undefined } {
  const [shown, setShown] = useState<{ readonly list: VideoList; readonly now: ListedVideos }>();
  useEffect(() => {
    const list: VideoList = new VideoList({
      read: (after) =>
        api.get('/admin/videos', {
          query: { limit: pageSize, ...(find !== '' && { find }), ...(after !== undefined && { after }) },
          timeoutMs,
        }),
      onChange: () => setShown({ list, now: list.now }),
    });
    setShown({ list, now: list.now });
    void list.readMore();
    return () => list.stop();
  }, [api, find]);
  return { list: shown?.list, now: shown?.now };
}
