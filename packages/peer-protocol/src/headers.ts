/** On a router's request: go on with a response that another worker began. See `continuation.ts`. */
export const continueHeader = 'understudy-continue';

/** On a router's request for a multivariant playlist: the public addresses to name in it. See `pathways.ts`. */
export const pathwaysHeader = 'understudy-pathways';

/** On a worker's request to another: it relays the answer, so whoever is asked must not relay it again. Names the asking worker. */
export const relayedHeader = 'understudy-relayed';

/**
 * On a worker's answer of which not all is sealed there: whoever relays it keeps a digest of what it relayed. While its length
 * is not known either, the body has no Content-Length, and its end is told by `endTrailer`.
 */
export const growingHeader = 'understudy-growing';

/**
 * Trailer of a growing body: the position after its last byte. It is the commit: a body that ends without it, or at
 * another position, was cut, in however good order the connection was closed.
 */
export const endTrailer = 'understudy-end';

/**
 * On a router's request for a response from its beginning: who pays for what has to be made for it, as `clientKey` names them. A response
 * that goes on has none: it was paid for when it began.
 */
export const clientHeader = 'understudy-client';

/** On a worker's refusal for want of a budget: what it would have cost, in generation-seconds. */
export const priceHeader = 'understudy-price';

/** On a worker's answer: how many responses are open there, this one included. So a router knows of those that others give. */
export const streamsHeader = 'understudy-streams';
