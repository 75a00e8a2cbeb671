import { type Client, type ClientOptions, createClient } from './client.js';
import type { paths as AdminPaths } from './generated/admin-api.js';
import type { paths as PublicPaths } from './generated/public-api.js';

export { ApiError, type Fault } from './api-error.js';
export type { Client, ClientOptions } from './client.js';
export type {
  Cluster,
  DrainPreview,
  Evictions,
  Holder,
  InspectedVideo,
  Keys,
  ListedVideo,
  LoggedEvent,
  LoggedEvents,
  MadeKey,
  Member,
  OperatorSession,
  Placement,
  Regeneration,
  Replication,
  ReplicationRequest,
  RevocationRequest,
  Ring,
  RingShare,
  Router,
  Stream,
  Streams,
  Times,
  Timings,
  VideoCopy,
  Videos,
  WorkerState,
} from './generated/admin-api.js';
export type { ComposeRequest, Description, Problem, Video, VideoStatus } from './generated/public-api.js';

/** What applications and players ask of a router. */
export type PublicClient = Client<PublicPaths>;
/** What operators ask of a console. */
export type AdminClient = Client<AdminPaths>;

/** A client of the API that routers have (docs/reference/openapi.json). */
export function createPublicClient(options: ClientOptions): PublicClient {
  return createClient<PublicPaths>(options);
}

/** A client of the API that the console has (docs/reference/openapi-admin.json). */
export function createAdminClient(options: ClientOptions): AdminClient {
  return createClient<AdminPaths>(options);
}
