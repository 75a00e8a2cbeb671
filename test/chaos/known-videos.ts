import type { Video } from '../cluster/videos.js';

/** A video that the catalog acknowledged, and what was seen of it. */
export interface KnownVideo extends Video {
  readonly title: string;
  /** The SHA-256 that each of its resources had the first time, by name; `video.mp4` and `0.m4s` for example. */
  readonly digests: Map<string, string>;
  /** The whole, once it was seen, and when. */
  bytes?: Buffer;
  etag?: string | undefined;
  completeAtMs?: number;
  /** When its deletion was asked for and when it was acknowledged, in ms of the timeline. */
  deletingAtMs?: number;
  deletedAtMs?: number;
}

/** All videos of a run. */
export class KnownVideos {
  readonly alive: KnownVideo[] = [];
  readonly deleted: KnownVideo[] = [];

  add(title: string, video: Video): KnownVideo {
    const known = { ...video, title, digests: new Map<string, string>() };
    this.alive.push(known);
    return known;
  }

  /** One of those that nobody has begun to delete. The newer half is asked for more often, as it is with people. */
  pick(random: () => number): KnownVideo | undefined {
    const from = random() < 0.6 ? Math.floor(this.alive.length / 2) : 0;
    return this.alive[from + Math.floor(random() * (this.alive.length - from))];
  }

  take(random: () => number): KnownVideo | undefined {
    const [taken] = this.alive.splice(Math.floor(random() * this.alive.length), 1);
    if (taken !== undefined) this.deleted.push(taken);
    return taken;
  }
}
