/** A worker as the router reaches it. */
export interface Upstream {
  readonly id: string;
  readonly url: string;
}
