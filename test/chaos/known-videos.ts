import { oneOf, type Random } from './chance.js';
import { KnownVideo } from './known-video.js';

/** How many deleted ones are asked for again. */
const mostDeleted = 100;

/** All videos of a run. */
export class KnownVideos {
  readonly alive: KnownVideo[] = [];
  /** Those whose deletion has reached everybody, the latest. */
  readonly deleted: KnownVideo[] = [];

  add(title: string, id: string, token: string | undefined): KnownVideo {
    const video = new KnownVideo(title, id, token);
    this.alive.push(video);
    return video;
  }

  /** One of those that nobody has begun to delete. The newer half is asked for more often, as it is with people. */
  pick(random: Random): KnownVideo | undefined {
    const from = random() < 0.6 ? Math.floor(this.alive.length / 2) : 0;
    return oneOf(this.alive.slice(from), random);
  }

  /** One to delete. */
  take(random: Random): KnownVideo | undefined {
    return this.alive.splice(Math.floor(random() * this.alive.length), 1)[0];
  }

  noteDeleted(video: KnownVideo, atMs: number): void {
    video.deletedAtMs = atMs;
    this.deleted.push(video);
    if (this.deleted.length > mostDeleted) this.deleted.shift();
  }
}
