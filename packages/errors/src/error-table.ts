/**
 * Every error that an answer or a log can name. `code` is stable: clients and operators decide by it, never by a text.
 * `title` is public, so it says nothing about the inside. `docs/reference/errors.md` has the same table; a test compares.
 */
export const errorTable = {
  // What a client asked for cannot be had.
  bad_request: { statusCode: 400, title: 'The request is malformed.' },
  invalid_description: { statusCode: 400, title: 'The description is not valid.' },
  unauthorized: { statusCode: 401, title: 'A valid key is needed.' },
  token_missing: { statusCode: 401, title: 'A token is needed to play this.' },
  token_invalid: { statusCode: 403, title: 'The token is not valid.' },
  token_expired: { statusCode: 403, title: 'The token has expired.' },
  token_revoked: { statusCode: 403, title: 'The token was revoked.' },
  token_not_for_this_video: { statusCode: 403, title: 'The token is for another video.' },
  token_not_for_this_address: { statusCode: 403, title: 'The token is for another address.' },
  scope_missing: { statusCode: 403, title: 'The key may not do this.' },
  kill_not_allowed: { statusCode: 403, title: 'Workers cannot be killed from here.' },
  not_found: { statusCode: 404, title: 'There is nothing here.' },
  stream_not_open: { statusCode: 404, title: 'This response is not open.' },
  method_not_allowed: { statusCode: 405, title: 'The method is not allowed here.' },
  gone: { statusCode: 410, title: 'The video was deleted.' },
  precondition_failed: { statusCode: 412, title: 'A precondition of the request does not hold.' },
  too_many_revocations: { statusCode: 409, title: 'There is no room for another revocation.' },
  too_many_keys: { statusCode: 409, title: 'There are as many keys as there may be.' },
  not_regenerable: { statusCode: 409, title: 'The video would not be the same if it were made again.' },
  last_worker: { statusCode: 409, title: 'It is the last active worker.' },
  payload_too_large: { statusCode: 413, title: 'The request body is too large.' },
  too_expensive: { statusCode: 422, title: 'The video would cost more to make than one may.' },
  range_not_satisfiable: { statusCode: 416, title: 'The range lies outside of what there is.' },
  rate_limited: { statusCode: 429, title: 'Too much is asked from one address.' },
  budget_exceeded: { statusCode: 429, title: 'The budget for making videos is used up for now.' },
  too_many_streams_for_token: { statusCode: 429, title: 'The token plays as many videos as it may.' },

  // The cluster cannot do it now; another try may succeed.
  internal: { statusCode: 500, title: 'Something went wrong inside.' },
  metadata_unavailable: { statusCode: 503, title: 'Nothing can be created, changed or looked up right now.' },
  no_worker_available: { statusCode: 503, title: 'The video cannot be served at the moment.' },
  catalog_unavailable: { statusCode: 503, title: 'Videos cannot be created or described at the moment.' },
  overloaded: { statusCode: 503, title: 'Too much is asked of this server at the moment.' },
  too_many_streams: { statusCode: 503, title: 'Too many videos are being streamed at the moment.' },
  generator_queue_full: { statusCode: 503, title: 'Too many videos are being made at the moment.' },
  draining: { statusCode: 503, title: 'This server takes nothing new.' },
  timed_out: { statusCode: 503, title: 'It took longer than it may.' },
  storage_full: { statusCode: 507, title: 'There is no room for the video at the moment.' },

  // The video cannot be made, or not here.
  generator_unavailable: { statusCode: 503, title: 'The video cannot be made at the moment.' },
  generator_failed: { statusCode: 502, title: 'Making the video failed.' },
  clip_refused: { statusCode: 502, title: 'A clip of the video cannot be used.' },
  generator_stalled: { statusCode: 504, title: 'Making the video took longer than it may.' },

  // Between routers, workers and the metadata store.
  splice_mismatch: { statusCode: 409, title: 'The bytes differ from those already sent.' },
  digest_mismatch: { statusCode: 409, title: 'The bytes differ from their manifest.' },
  lease_lost: { statusCode: 409, title: 'Another worker generates this artifact.' },
  clocks_differ: { statusCode: 401, title: 'The clocks of two services differ too much.' },
  request_replayed: { statusCode: 409, title: 'The request was taken before, or is for another service.' },
  peer_unreachable: { statusCode: 502, title: 'A peer does not answer.' },
  peer_protocol: { statusCode: 502, title: 'A peer broke the protocol.' },
  archive_unavailable: { statusCode: 503, title: 'The archive does not answer.' },

  // At boot.
  invalid_configuration: { statusCode: 500, title: 'The configuration is not valid.' },
} as const satisfies Record<string, { statusCode: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;
