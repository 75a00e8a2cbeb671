export interface VideoSourceOptions {
  readonly id: string;
  /** The addresses of routers, in the order in which they are asked. A path may be behind each. */
  readonly origins: readonly string[];
  /** Put behind every URL as `?token=`, but for those that a grant in their path admits to. */
  readonly token?: string | undefined;
}

/** The folder below that of the video, in which everything is to be had by the grant that is its name. */
const grantFolder = /^s\/[^/?]+\//;

/** As many as a playlist of the service names at most. */
const mostOrigins = 16;

/** Where the parts of a video are asked for: at one origin until it fails, then at the next. */
export class VideoSource {
  readonly #folder: string;
  readonly #origins: string[];
  readonly #token: string | undefined;
  #current = 0;
  /** The last one that was granted. */
  #grant: string | undefined;

  constructor({ id, origins, token }: VideoSourceOptions) {
    if (origins.length === 0) throw new TypeError('a player needs an origin');
    this.#folder = `/v/${encodeURIComponent(id)}/`;
    this.#origins = origins.map((origin) => origin.replace(/\/+$/, ''));
    this.#token = token;
  }

  /** How many there are. */
  get origins(): number {
    return this.#origins.length;
  }

  /** The URL of a path at the current origin. */
  at(path: string): string {
    return `${this.#origins[this.#current]}${path}`;
  }

  /** The URL of a part, for example `index.m3u8`, at the current origin. */
  url(part: string): string {
    const url = this.at(`${this.#folder}${part}`);
    if (this.#token === undefined || grantFolder.test(part) || /[?&]token=/.test(part)) return url;
    return `${url}${part.includes('?') ? '&' : '?'}token=${encodeURIComponent(this.#token)}`;
  }

  /** The same part at the current origin, whichever origin `url` names. What is no part of the video stays as it is. */
  moved(url: string): string {
    const at = url.indexOf(this.#folder);
    if (at === -1) return url;
    const part = url.slice(at + this.#folder.length);
    // A playlist that is read once names what an old grant admits to.
    return this.url(
      this.#grant === undefined ? part : part.replace(grantFolder, () => this.#grant as string),
    );
  }

  /** Whether `url` is admitted to by a grant, which may have become an old one. */
  isGranted(url: string): boolean {
    const at = url.indexOf(this.#folder);
    return at !== -1 && grantFolder.test(url.slice(at + this.#folder.length));
  }

  /** Uses the grant that a playlist's URL has, in place of those before. False where it has none, or the same. */
  regrant(url: string): boolean {
    const at = url.indexOf(this.#folder);
    const [grant] = (at === -1 ? null : grantFolder.exec(url.slice(at + this.#folder.length))) ?? [];
    if (grant === undefined || grant === this.#grant) return false;
    this.#grant = grant;
    return true;
  }

  /** Remembers the origin of a part of the video, to be asked when the others fail: a playlist may name more than the page did. */
  learn(url: string): void {
    const origin = this.#originOf(url);
    if (origin === undefined || this.#origins.includes(origin) || this.#origins.length >= mostOrigins) return;
    this.#origins.push(origin);
  }

  /** Asks the origin of a part of the video from now on. */
  prefer(url: string): void {
    const index = this.#origins.indexOf(this.#originOf(url) ?? '');
    if (index !== -1) this.#current = index;
  }

  #originOf(url: string): string | undefined {
    const at = url.indexOf(this.#folder);
    return at === -1 ? undefined : url.slice(0, at);
  }

  /** Goes over to the next origin, behind the last one to the first. Undefined where there is only one. */
  failOver(): { readonly from: string; readonly to: string } | undefined {
    const from = this.#origins[this.#current] as string;
    this.#current = (this.#current + 1) % this.#origins.length;
    const to = this.#origins[this.#current] as string;
    return from === to ? undefined : { from, to };
  }
}
