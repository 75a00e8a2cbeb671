export { type AddressRange, parseAddressRange } from './address-range.js';
export { anyVideo, mostTokenStreams, type PlaybackClaims, tokenNamePattern } from './claims.js';
export { type MintRequest, mintToken } from './mint-token.js';
export { parseTokenJwks, parseTokenSecrets, type TokenJwk, type TokenSecret } from './parse-keys.js';
export { plainAddress, subscriberOf } from './subscriber-of.js';
export { TokenKeys } from './token-keys.js';
export { type TokenVerdict, TokenVerifier } from './token-verifier.js';
