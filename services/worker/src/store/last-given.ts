import { countOf, isContentId, videoIdOf } from '@understudy/metadata-store';

/** Which of the content IDs that were seen was given last; what no store gives does not count. */
export class LastGiven {
  #last: bigint | undefined;

  get last(): bigint | undefined {
    return this.#last;
  }

  note(contentId: bigint): void {
    const videoId = videoIdOf(contentId);
    if (!isContentId(videoId)) return;
    if (this.#last === undefined || countOf(videoId) > countOf(this.#last)) this.#last = videoId;
  }
}
