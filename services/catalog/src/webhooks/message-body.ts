import { createHash } from 'node:crypto';
import type { VideoNews, WebhookMessage } from '@understudy/metadata-store';
import { videoUrls } from '../video-urls.js';

/** What `GET /v1/videos/{id}` calls it, and `failed`. */
const states = {
  described: 'described',
  started: 'generating',
  complete: 'complete',
  failed: 'failed',
} as const;

/** The body of a message. It says what a player may know of a video, and nothing of the inside. */
export function messageBody({ videoId, news }: WebhookMessage, publicUrl: string): string {
  return JSON.stringify({
    type: `video.${news.type}`,
    timestamp: new Date(news.atMs).toISOString(),
    data: {
      id: videoId,
      state: states[news.type],
      ...codeOf(news),
      urls: videoUrls(publicUrl, videoId),
    },
  });
}

function codeOf(news: VideoNews): { code?: string } {
  return news.type === 'failed' ? { code: news.code } : {};
}

/**
 * The same at every attempt, and for the same news whoever told it: by it the receiver knows what it has already. A digest, because
 * the key names the content ID.
 */
export function messageIdOf(hookId: string, { key, videoId }: WebhookMessage): string {
  const mark = key.slice(key.indexOf('/') + 1);
  return `msg_${createHash('sha256').update(`${hookId}\n${videoId}\n${mark}`).digest('base64url').slice(0, 27)}`;
}
