/** What requests between services are signed with: the first signs, all verify. More than one while they are changed. */
export type PeerSecrets = readonly [Uint8Array, ...Uint8Array[]];
