import type { ListedVideo, Videos } from '@understudy/client';
import { sentenceOf } from '../api/console-api.js';
import { mergePage } from './merge-page.js';

/** What is known of the list. Another object whenever something changed. */
export interface ListedVideos {
  readonly videos: readonly ListedVideo[];
  /** How many descriptions were looked at for it. */
  readonly looked: number;
  /** Whether there are more to look at. */
  readonly more: boolean;
  readonly asking: boolean;
  /** Why the last question was not answered; undefined when it was. */
  readonly failure: string | undefined;
  /** Workers that do not say what they have. */
  readonly silent: readonly string[];
}

interface Page {
  readonly after: string | undefined;
  readonly next: string | null;
  readonly videos: readonly ListedVideo[];
  readonly looked: number;
  readonly answeredAtMs: number;
}

export interface VideoListOptions {
  /** A page of the list behind a video, or the first. */
  readonly read: (after: string | undefined) => Promise<Videos>;
  readonly onChange: () => void;
}

/** The videos of a search, page after page as far as somebody has scrolled; what is in sight is asked for again. One question at a time. */
export class VideoList {
  readonly #options: VideoListOptions;
  #pages: readonly Page[] = [];
  #state: ListedVideos = {
    ...{ videos: [], looked: 0, more: true, asking: false, failure: undefined, silent: [] },
  };
  #stopped = false;

  constructor(options: VideoListOptions) {
    this.#options = options;
  }

  get now(): ListedVideos {
    return this.#state;
  }

  /** When the page was answered that a row is in; undefined for what was not read. */
  answeredAtMs(row: number): number | undefined {
    return this.#pages[this.#pageOf(row)]?.answeredAtMs;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Reads the next page, if there is one and nothing is being asked. */
  async readMore(): Promise<void> {
    if (!this.#state.more) return;
    const after = this.#pages.at(-1)?.next ?? undefined;
    await this.#ask(after, (page) => {
      this.#pages = [...this.#pages, page];
    });
  }

  /** Reads the page again that a row is in: what has become of its videos, and at the top what is new. */
  async refresh(row: number): Promise<void> {
    const index = this.#pageOf(row);
    const page = this.#pages[index];
    if (page === undefined) return this.readMore();
    await this.#ask(page.after, (fresh) => {
      const merged = mergePage(page.videos, fresh.videos, index === 0);
      // More are new than a page has: it begins again.
      if (merged === undefined) this.#pages = [fresh];
      else
        this.#pages = this.#pages.with(index, { ...page, videos: merged, answeredAtMs: fresh.answeredAtMs });
    });
  }

  async #ask(after: string | undefined, take: (page: Page) => void): Promise<void> {
    if (this.#state.asking || this.#stopped) return;
    this.#set({ asking: true });
    try {
      const { videos, looked, next, silent } = await this.#options.read(after);
      if (this.#stopped) return;
      take({ after, next, videos, looked, answeredAtMs: Date.now() });
      this.#set({
        asking: false,
        failure: undefined,
        silent,
        videos: this.#pages.flatMap((page) => page.videos),
        looked: this.#pages.reduce((sum, page) => sum + page.looked, 0),
        more: this.#pages.at(-1)?.next !== null,
      });
    } catch (error) {
      this.#set({ asking: false, failure: sentenceOf(error) });
    }
  }

  #pageOf(row: number): number {
    let before = 0;
    const index = this.#pages.findIndex(({ videos }) => {
      before += videos.length;
      return row < before;
    });
    return index === -1 ? this.#pages.length - 1 : index;
  }

  #set(change: Partial<ListedVideos>): void {
    if (this.#stopped) return;
    this.#state = { ...this.#state, ...change };
    this.#options.onChange();
  }
}
