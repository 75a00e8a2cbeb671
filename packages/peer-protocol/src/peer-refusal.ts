/** Why a service did not take a request for its peers. */
export type PeerRefusal =
  /** Not signed, not by one of our secrets, or another body than the signed one. */
  | { readonly reason: 'signature' }
  /** By so much the clock of the sender is ahead of ours; negative: behind. */
  | { readonly reason: 'clock'; readonly aheadMs: number }
  /** For another service. */
  | { readonly reason: 'recipient'; readonly host: string }
  /** Taken before, or signed before this process can know. */
  | { readonly reason: 'replay' };

/** Where it came from, as the log says it. */
export interface RefusedRequest {
  readonly method: string;
  readonly path: string;
  readonly address: string;
}
