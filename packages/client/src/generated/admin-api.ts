// Generated of docs/reference/openapi-admin.json (SHA-256 9e2b56e926b43c0c25d535aabc1ba444bfd0f13b3878bd9efc6a5117e662bde9)
// by openapi-typescript: npx vitest run --project unit packages/client/src/generated -u

export interface paths {
    readonly "/admin/cluster": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The members, and what each says of itself now */
        readonly get: operations["readCluster"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/docs/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A page to read this document, and to try what it says */
        readonly get: operations["readDocs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/docs/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A script or the style of that page */
        readonly get: operations["readDocsFile"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The last events of workers, routers and the console
         * @description With `follow=1` as server-sent events, and then each that comes; `begin` stands behind what was kept; `away`, `back` and `missed` tell of a `source` whose events are missing.
         */
        readonly get: operations["listEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The keys of the metadata store
         * @description Without their secrets, which nobody has. Keys of the configuration are not among them.
         */
        readonly get: operations["listKeys"];
        readonly put?: never;
        /**
         * Create a key
         * @description Every service takes it at once. Where there are as many as there may be, one that was revoked or expired gives way.
         */
        readonly post: operations["createKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/keys/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a key for good
         * @description It is refused everywhere within a second. Revoking again is no error.
         */
        readonly delete: operations["revokeKey"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/keys/{id}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give a key another secret
         * @description The secrets from before stay good for an overlap, and no longer than they were.
         */
        readonly post: operations["rotateKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document */
        readonly get: operations["readDocument"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/replication": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which videos get a second copy */
        readonly get: operations["readReplication"];
        /**
         * Set which videos get a second copy
         * @description All workers hold to it within a second.
         */
        readonly put: operations["setReplication"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/revocations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which playback tokens are revoked */
        readonly get: operations["listRevocations"];
        readonly put?: never;
        /**
         * Revoke playback tokens
         * @description All routers refuse them within a second, also where the metadata store is gone by then, and cut what plays by them. `forS` must be no shorter than such tokens are good for.
         */
        readonly post: operations["revoke"];
        /** Take a revocation back */
        readonly delete: operations["unrevoke"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/ring": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How the slots of each pool are spread over its workers */
        readonly get: operations["readRing"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whose key this is, and what it may do */
        readonly get: operations["readOperatorSession"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/streams": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The responses that are open on all routers, those that began first first */
        readonly get: operations["listStreams"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/streams/{router}/{requestId}/end": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cut an open response
         * @description Its player can tell that there was more to come, and may ask again: whoever must not play a video at all needs it deleted.
         */
        readonly post: operations["endStream"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/timings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How long first bytes and silences took in the last minutes, and how fast videos are made
         * @description Percentiles of what all routers, or workers, counted together. They are made of the buckets of histograms, and as exact as those.
         */
        readonly get: operations["readTimings"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/videos": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What is described, the newest first
         * @description By content ID, the highest first: the newest first among those of one generator, and before them those of generators that were seen later. `next` goes into `after` to go on. A search looks at a bounded number of descriptions at once, and says at how many.
         */
        readonly get: operations["listVideos"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/videos/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a video is, how far it is, and who has what of it */
        readonly get: operations["inspectVideo"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a video for good
         * @description Every copy of it goes, also that in the archive, and the description. Deleting again is no error, so that a client which lost the answer can repeat it.
         */
        readonly delete: operations["deleteVideo"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/videos/{id}/evict": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Have workers remove their copies of a video
         * @description All or one of them, by the rules of eviction. The description stays.
         */
        readonly post: operations["evictVideo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/videos/{id}/placement": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where a video belongs, and which workers have it */
        readonly get: operations["locateVideo"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/videos/{id}/regenerate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Have a video made again from its description
         * @description Every worker of its generator removes what it has of it and of its renditions, then the copies in the archive that this generator made go, then its master makes it. Where a copy stays, because it is in use or its worker does not answer, nothing more is done: `kept`. What is made must be what was made before, byte for byte.
         */
        readonly post: operations["regenerateVideo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/workers/{id}/activate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Undo a drain, while the worker still runs */
        readonly post: operations["activateWorker"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/workers/{id}/drain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What would move if a worker drained */
        readonly get: operations["previewDrain"];
        readonly put?: never;
        /** Have a worker hand over what it does and has, and end */
        readonly post: operations["drainWorker"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/workers/{id}/kill": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Kill a worker of a local cluster, to see what happens
         * @description SIGKILL. Only in the cluster that `npm start` runs, on its own machine.
         */
        readonly post: operations["killWorker"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/admin/workers/{id}/scrub": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Have a worker read all that it has stored, and replace what is damaged
         * @description From the beginning, and at its pace. How far it is, and what came of it, is `scrub` of the worker in `GET /admin/cluster`: the pass has `endedAtMs` when all was read, and dealt with.
         */
        readonly post: operations["scrubWorker"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the event loop turns */
        readonly get: operations["readHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Metrics for Prometheus */
        readonly get: operations["readMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the service can do its work now */
        readonly get: operations["readReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly BegunScrub: {
            readonly id: string;
            /** @description The worker's reading of all that it has: the pass that goes on, or the last one */
            readonly scrub: {
                /** @description When the next one begins by itself, as ms since 1970 */
                readonly nextAtMs?: number;
                readonly pass?: {
                    /** @description When it began, as ms since 1970 */
                    readonly beganAtMs: number;
                    readonly bytes: number;
                    /** @description When all was read, and dealt with, as ms since 1970 */
                    readonly endedAtMs?: number;
                    /** @description Those of them that could not be replaced */
                    readonly failed: number;
                    /** @description Damaged pieces that came to light meanwhile */
                    readonly findings: number;
                    readonly pieces: number;
                };
            };
        };
        readonly Cluster: {
            /** @description The number of this membership */
            readonly epoch: number;
            /** @description Workers that did not leave, within the last hour, and are not back */
            readonly lost: readonly components["schemas"]["LostWorker"][];
            /** @description Whether this is a local cluster, whose workers it may kill */
            readonly mayKillWorkers: boolean;
            /**
             * @description The metadata store, as the console sees it
             * @enum {unknown}
             */
            readonly metadata: "reachable" | "away";
            /** @description Where players come to; null where nobody said */
            readonly publicUrl: string | null;
            /** @description As last known while the metadata store is away */
            readonly routers: readonly components["schemas"]["Router"][];
            readonly workers: readonly components["schemas"]["Member"][];
        };
        readonly DrainPreview: {
            /** @description It is the last active one of its generator: to drain is refused without `force=1` */
            readonly last: boolean;
            /** @description Open responses that nobody could go on with */
            readonly stuck: number;
            readonly to: readonly {
                readonly bytes: number;
                readonly copies: number;
                readonly streams: number;
                readonly worker: string;
            }[];
            /** @description Videos beyond those */
            readonly unnamed: number;
            readonly videos: readonly {
                readonly bytes: number;
                readonly id: string;
                readonly streams: number;
                readonly to: string;
            }[];
        };
        readonly EndedStreams: {
            /** @description Open responses that were cut: a request ID that a player chose may stand for several */
            readonly ended: number;
        };
        readonly Evictions: {
            readonly workers: readonly {
                readonly bytes: number;
                /**
                 * @description `kept`: in use, or the last that nobody could make again, or none
                 * @enum {unknown}
                 */
                readonly result: "evicted" | "kept" | "unreachable";
                readonly worker: string;
            }[];
        };
        readonly Holder: {
            readonly bytes: number;
            readonly complete: boolean;
            /** @description To whom it has a response open, each counted once */
            readonly players: number;
            readonly worker: string;
        };
        readonly InspectedVideo: {
            /**
             * @description As made by the generator that makes it now
             * @enum {unknown}
             */
            readonly archived: "yes" | "no" | "no archive" | "not known";
            readonly copies: readonly components["schemas"]["VideoCopy"][];
            /** @description As it is stored; null where that is no JSON object */
            readonly description: unknown;
            readonly generator: string | null;
            readonly id: string;
            /** @description That anybody has */
            readonly sealedSegments: number;
            /** @description Workers that do not say what they have */
            readonly silent: readonly string[];
            /**
             * @description By what the workers have of it; `partial`: some of it, and nobody makes more now
             * @enum {unknown}
             */
            readonly state: "described" | "partial" | "generating" | "complete";
            readonly title: string | null;
            /** @description Null where nobody has anything of it */
            readonly totalSegments: number | null;
        };
        readonly Key: {
            /** @description Times are in ms since 1970, by the clock of the metadata store */
            readonly createdAtMs: number;
            /** @description Where it is not for good */
            readonly expiresAtMs?: number;
            /** @description Public: it stands in the key */
            readonly id: string;
            /** @description To about a minute */
            readonly lastUsedMs?: number;
            readonly name: string;
            /** @description Until when a secret from before is good */
            readonly overlapUntilMs?: number;
            /** @description For good */
            readonly revokedAtMs?: number;
            /** @description When it got the secret that it has */
            readonly rotatedAtMs?: number;
            readonly scopes: readonly ("create" | "read" | "delete" | "admin" | "admin:read")[];
            /** @enum {unknown} */
            readonly state: "good" | "expired" | "revoked";
        };
        readonly KeyRequest: {
            /** @description Left out: it does not expire */
            readonly expiresInS?: number;
            /** @description For people: whose it is, and what for */
            readonly name: string;
            readonly scopes: readonly ("create" | "read" | "delete" | "admin" | "admin:read")[];
        };
        readonly Keys: {
            /** @description By their age */
            readonly keys: readonly components["schemas"]["Key"][];
            /** @description So many there may be */
            readonly most: number;
        };
        readonly KilledWorker: {
            readonly id: string;
            readonly pid: number;
        };
        readonly ListedVideo: {
            /** @description name@version#fingerprint of what makes it; null where no worker does */
            readonly generator: string | null;
            readonly id: string;
            /** @description That anybody has */
            readonly sealedSegments: number;
            /**
             * @description By what the workers have of it; `partial`: some of it, and nobody makes more now
             * @enum {unknown}
             */
            readonly state: "described" | "partial" | "generating" | "complete";
            /** @description Null where what is stored has none */
            readonly title: string | null;
            /** @description Null where nobody has anything of it */
            readonly totalSegments: number | null;
        };
        readonly LoggedEvent: {
            readonly event: string;
            readonly level: string;
            readonly message: string;
            /** @description `worker w1`, `router host-7`, `console` */
            readonly source: string;
            /** Format: date-time */
            readonly time: string;
            /** @description By the ID that players see */
            readonly video?: string | null;
        } & {
            readonly [key: string]: unknown;
        };
        readonly LoggedEvents: {
            /** @description Sources that do not answer */
            readonly away: readonly string[];
            readonly events: readonly components["schemas"]["LoggedEvent"][];
        };
        readonly LostWorker: {
            /** @description When its lease ran out, as ms since 1970 */
            readonly atMs: number;
            readonly id: string;
        };
        readonly MadeKey: {
            /** @description Times are in ms since 1970, by the clock of the metadata store */
            readonly createdAtMs: number;
            /** @description Where it is not for good */
            readonly expiresAtMs?: number;
            /** @description Public: it stands in the key */
            readonly id: string;
            /** @description Shown once, and kept nowhere */
            readonly key: string;
            /** @description To about a minute */
            readonly lastUsedMs?: number;
            readonly name: string;
            /** @description Until when a secret from before is good */
            readonly overlapUntilMs?: number;
            /** @description For good */
            readonly revokedAtMs?: number;
            /** @description When it got the secret that it has */
            readonly rotatedAtMs?: number;
            readonly scopes: readonly ("create" | "read" | "delete" | "admin" | "admin:read")[];
            /** @enum {unknown} */
            readonly state: "good" | "expired" | "revoked";
        };
        /** @description The numbers are those of its own answer, absent where it does not answer */
        readonly Member: {
            /** @description Copies */
            readonly artifacts?: number;
            /** @description Of its copies */
            readonly bytes?: number;
            readonly capacity: number;
            /** @description Runs of the generator */
            readonly generating?: number;
            /** @description name@version#fingerprint */
            readonly generators: readonly string[];
            readonly id: string;
            /** @description Copies that it has yet to see where they belong */
            readonly pendingMoves?: number;
            readonly pid: number;
            /** @description Which videos it gives a second copy, and how */
            readonly replication?: {
                readonly by: string;
                readonly policy: string;
            };
            /** @description How far the replicas of what it makes are behind */
            readonly replicationLag?: {
                /** @description That those replicas do not have, together */
                readonly bytes: number;
                /** @description Since the replica that is furthest behind had all; 0 where none is */
                readonly ms: number;
                /** @description Whose replica does not have all that it has */
                readonly videos: number;
            };
            /** @description The worker's reading of all that it has: the pass that goes on, or the last one */
            readonly scrub?: {
                /** @description When the next one begins by itself, as ms since 1970 */
                readonly nextAtMs?: number;
                readonly pass?: {
                    /** @description When it began, as ms since 1970 */
                    readonly beganAtMs: number;
                    readonly bytes: number;
                    /** @description When all was read, and dealt with, as ms since 1970 */
                    readonly endedAtMs?: number;
                    /** @description Those of them that could not be replaced */
                    readonly failed: number;
                    /** @description Damaged pieces that came to light meanwhile */
                    readonly findings: number;
                    readonly pieces: number;
                };
            };
            /** @description The last epoch for which it saw that of all of them */
            readonly settledEpoch?: number;
            /** @enum {unknown} */
            readonly state: "active" | "draining" | "unreachable";
            /**
             * @description Whether its disk takes what is written
             * @enum {unknown}
             */
            readonly storage?: "ok" | "full" | "failing";
            /** @description Open responses */
            readonly streams?: number;
            readonly url: string;
            /** @description The part of its capacity that it takes */
            readonly warmth: number;
            readonly zone: string;
        };
        readonly OperatorSession: {
            readonly expiresAtMs?: number;
            /** @description The ID of the key; of one of the configuration its place there */
            readonly id: string;
            readonly name: string;
            readonly scopes: readonly ("create" | "read" | "delete" | "admin" | "admin:read")[];
        };
        readonly Placement: {
            /** @description An unsigned 64-bit number */
            readonly contentId: string;
            readonly epoch: number;
            readonly holders: readonly components["schemas"]["Holder"][];
            /** @description Of the video, as players see it */
            readonly id: string;
            readonly master: string | null;
            readonly pool: number | null;
            readonly replica: string | null;
            /** @description Workers that do not say what they have */
            readonly silent: readonly string[];
            readonly slot: number;
        };
        readonly Price: {
            /** @description Seconds of one processor of a usual worker, as estimated before anything is made */
            readonly generationSeconds: number;
        };
        readonly Problem: {
            /**
             * @description Stable: decide by it
             * @enum {unknown}
             */
            readonly code: "bad_request" | "invalid_description" | "unauthorized" | "token_missing" | "token_invalid" | "token_expired" | "token_revoked" | "token_not_for_this_video" | "token_not_for_this_address" | "scope_missing" | "kill_not_allowed" | "not_found" | "stream_not_open" | "method_not_allowed" | "gone" | "precondition_failed" | "too_many_revocations" | "too_many_keys" | "not_regenerable" | "last_worker" | "payload_too_large" | "too_expensive" | "range_not_satisfiable" | "rate_limited" | "budget_exceeded" | "too_many_streams_for_token" | "internal" | "metadata_unavailable" | "no_worker_available" | "catalog_unavailable" | "overloaded" | "too_many_streams" | "generator_queue_full" | "draining" | "timed_out" | "storage_full" | "generator_unavailable" | "generator_failed" | "clip_refused" | "generator_stalled" | "splice_mismatch" | "digest_mismatch" | "lease_lost" | "clocks_differ" | "request_replayed" | "peer_unreachable" | "peer_protocol" | "archive_unavailable" | "invalid_configuration";
            /** @description What is to be said of this occurrence */
            readonly detail?: string;
            /** @description Fields that are wrong */
            readonly errors?: readonly {
                /** @description What is wrong, the limit, and what would be right */
                readonly message: string;
                /** @description JSON Pointer (RFC 6901) to the field; '' for the whole */
                readonly path: string;
            }[];
            readonly price?: components["schemas"]["Price"];
            readonly status: number;
            /** @description For people */
            readonly title: string;
        };
        readonly Regeneration: {
            /** @description The worker that makes it; null where a copy stayed */
            readonly maker: string | null;
            /** @description Copies removed from the archive; null where there is none, or it was left alone */
            readonly unarchived: number | null;
            readonly workers: readonly {
                readonly bytes: number;
                /**
                 * @description `none`: it had none; `kept`: it is in use, and then nothing more is done
                 * @enum {unknown}
                 */
                readonly result: "evicted" | "none" | "kept" | "unreachable";
                readonly worker: string;
            }[];
        };
        readonly Replication: {
            readonly afterwards?: {
                /** @enum {unknown} */
                readonly by: "copy" | "generate";
                /** @enum {unknown} */
                readonly policy: "always" | "hot" | "deploy" | "never";
            } | null;
            readonly by: ("copy" | "generate") | null;
            /** @description Where it is set for a time: how long it holds */
            readonly leftS?: number;
            /** @description Null where none is set: then each worker's own configuration holds */
            readonly policy: ("always" | "hot" | "deploy" | "never") | null;
        };
        readonly ReplicationRequest: {
            /**
             * @default copy
             * @enum {unknown}
             */
            readonly by?: "copy" | "generate";
            /** @description For so many seconds; what was set before holds again afterwards */
            readonly forS?: number;
            /** @enum {unknown} */
            readonly policy: "always" | "hot" | "deploy" | "never";
        };
        readonly Revocation: {
            /** @enum {unknown} */
            readonly kind: "token" | "viewer" | "before";
            /**
             * Format: date-time
             * @description When it is forgotten
             */
            readonly until: string;
            readonly value: string;
        };
        readonly RevocationRequest: {
            /**
             * @description After so many seconds it is forgotten
             * @default 2592000
             */
            readonly forS?: number;
            /**
             * @description `token`: the one with this `jti`; `viewer`: all that name this viewer; `before`: all that were issued before this time
             * @enum {unknown}
             */
            readonly kind: "token" | "viewer" | "before";
            /** @description Of a token or viewer 1 to 128 printable characters without spaces; of a time the seconds since 1970 */
            readonly value: string;
        };
        readonly Revocations: {
            /** @description So many can be kept */
            readonly most: number;
            readonly revocations: readonly components["schemas"]["Revocation"][];
        };
        readonly Ring: {
            readonly epoch: number;
            /** @description The pool that new videos are pinned to */
            readonly leading: number | null;
            readonly pools: readonly {
                readonly pool: number;
                readonly workers: readonly components["schemas"]["RingShare"][];
            }[];
            /** @description How many there are */
            readonly slots: number;
        };
        readonly RingShare: {
            readonly capacity: number;
            readonly id: string;
            /** @description Slots that it is the master of */
            readonly master: number;
            /** @description Slots that it is the replica of */
            readonly replica: number;
            /** @enum {unknown} */
            readonly state: "active" | "draining";
            readonly zone: string;
        };
        readonly RotationRequest: {
            /**
             * @description So long the secrets from before are good as well
             * @default 86400
             */
            readonly overlapS?: number;
        };
        /** @description `streams` and `catalog` are of its own answer: absent where it does not answer, and from one of an earlier version */
        readonly Router: {
            /**
             * @description Whether the catalog answers it
             * @enum {unknown}
             */
            readonly catalog?: "reachable" | "unreachable";
            readonly id: string;
            readonly pid: number;
            /**
             * @description `not ready`: it could serve nobody
             * @enum {unknown}
             */
            readonly state: "active" | "not ready" | "draining" | "unreachable";
            /** @description Open responses */
            readonly streams?: number;
            /** @description Of its admin server */
            readonly url: string;
        };
        readonly Speeds: {
            /** @description Over all steps */
            readonly all: {
                /** @description How many segments were made */
                readonly count: number;
                /** @description 5 of 100 were made no faster; null where nothing was counted */
                readonly p5: number | null;
                /** @description Half of them were made no faster: seconds of video in a second; null where nothing was counted */
                readonly p50: number | null;
            };
            readonly lastMinute: {
                /** @description How many segments were made */
                readonly count: number;
                /** @description 5 of 100 were made no faster; null where nothing was counted */
                readonly p5: number | null;
                /** @description Half of them were made no faster: seconds of video in a second; null where nothing was counted */
                readonly p50: number | null;
            };
            readonly steps: readonly {
                /** @description The end of the step, as ms since 1970 */
                readonly atMs: number;
                /** @description How many segments were made */
                readonly count: number;
                /** @description 5 of 100 were made no faster; null where nothing was counted */
                readonly p5: number | null;
                /** @description Half of them were made no faster: seconds of video in a second; null where nothing was counted */
                readonly p50: number | null;
            }[];
        };
        readonly StoredRevocation: {
            /** @enum {unknown} */
            readonly kind: "token" | "viewer" | "before";
            /** @description Of them, that have read it; the others do so within a second of the store being there */
            readonly obeying: number;
            /** @description That are known */
            readonly routers: number;
            /**
             * Format: date-time
             * @description When it is forgotten
             */
            readonly until: string;
            readonly value: string;
        };
        readonly Stream: {
            readonly ageMs: number;
            /** @description Delivered */
            readonly bytes: number;
            /** @description How often another worker went on with it */
            readonly moves: number;
            readonly part: string;
            /** @description The next byte of the resource that the player gets */
            readonly position: number;
            readonly requestId: string;
            readonly router: string;
            /** @description The longest time that it stood still for that */
            readonly silenceMs: number;
            /** @description By the ID that players see */
            readonly video: string | null;
            /** @description That its bytes come from; null until one was asked */
            readonly worker: string | null;
        };
        readonly Streams: {
            readonly streams: readonly components["schemas"]["Stream"][];
            /** @description How many there are, listed or not */
            readonly total: number;
            /** @description Routers that do not answer */
            readonly unreachable: readonly string[];
        };
        readonly Times: {
            /** @description Over all steps */
            readonly all: {
                /** @description How many were counted */
                readonly count: number;
                /** @description Half of them took no longer; null where nothing was counted */
                readonly p50Ms: number | null;
                /** @description 95 of 100 took no longer; null where nothing was counted */
                readonly p95Ms: number | null;
                /** @description 99 of 100 took no longer; null where nothing was counted */
                readonly p99Ms: number | null;
            };
            readonly lastMinute: {
                /** @description How many were counted */
                readonly count: number;
                /** @description Half of them took no longer; null where nothing was counted */
                readonly p50Ms: number | null;
                /** @description 95 of 100 took no longer; null where nothing was counted */
                readonly p95Ms: number | null;
                /** @description 99 of 100 took no longer; null where nothing was counted */
                readonly p99Ms: number | null;
            };
            readonly steps: readonly {
                /** @description The end of the step, as ms since 1970 */
                readonly atMs: number;
                /** @description How many were counted */
                readonly count: number;
                /** @description Half of them took no longer; null where nothing was counted */
                readonly p50Ms: number | null;
                /** @description 95 of 100 took no longer; null where nothing was counted */
                readonly p95Ms: number | null;
                /** @description 99 of 100 took no longer; null where nothing was counted */
                readonly p99Ms: number | null;
            }[];
        };
        readonly Timings: {
            /** @description How many routers and workers were asked, the last time; null before the first */
            readonly asked: number | null;
            readonly firstByte: components["schemas"]["Times"];
            readonly generationSpeed: components["schemas"]["Speeds"];
            /** @description For how long steps are kept */
            readonly keptMs: number;
            /** @description Those that did not tell, as `router host-7`, `worker w1` */
            readonly missing: readonly string[];
            readonly silence: components["schemas"]["Times"];
            /** @description How long a step is */
            readonly stepMs: number;
        };
        readonly VideoCopy: {
            readonly artifactId: string;
            readonly bytes: number;
            readonly complete: boolean;
            readonly generating: boolean;
            /** @description The segments that it has */
            readonly sealed: readonly {
                readonly first: number;
                readonly last: number;
            }[];
            readonly worker: string;
        };
        readonly Videos: {
            /** @description How many descriptions were looked at */
            readonly looked: number;
            /** @description Goes into `after`; null where there are no more */
            readonly next: string | null;
            /** @description Workers that do not say what they have */
            readonly silent: readonly string[];
            readonly videos: readonly components["schemas"]["ListedVideo"][];
        };
        readonly WorkerState: {
            readonly id: string;
            /** @enum {unknown} */
            readonly state: "active" | "draining";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type BegunScrub = components['schemas']['BegunScrub'];
export type Cluster = components['schemas']['Cluster'];
export type DrainPreview = components['schemas']['DrainPreview'];
export type EndedStreams = components['schemas']['EndedStreams'];
export type Evictions = components['schemas']['Evictions'];
export type Holder = components['schemas']['Holder'];
export type InspectedVideo = components['schemas']['InspectedVideo'];
export type Key = components['schemas']['Key'];
export type KeyRequest = components['schemas']['KeyRequest'];
export type Keys = components['schemas']['Keys'];
export type KilledWorker = components['schemas']['KilledWorker'];
export type ListedVideo = components['schemas']['ListedVideo'];
export type LoggedEvent = components['schemas']['LoggedEvent'];
export type LoggedEvents = components['schemas']['LoggedEvents'];
export type LostWorker = components['schemas']['LostWorker'];
export type MadeKey = components['schemas']['MadeKey'];
export type Member = components['schemas']['Member'];
export type OperatorSession = components['schemas']['OperatorSession'];
export type Placement = components['schemas']['Placement'];
export type Price = components['schemas']['Price'];
export type Problem = components['schemas']['Problem'];
export type Regeneration = components['schemas']['Regeneration'];
export type Replication = components['schemas']['Replication'];
export type ReplicationRequest = components['schemas']['ReplicationRequest'];
export type Revocation = components['schemas']['Revocation'];
export type RevocationRequest = components['schemas']['RevocationRequest'];
export type Revocations = components['schemas']['Revocations'];
export type Ring = components['schemas']['Ring'];
export type RingShare = components['schemas']['RingShare'];
export type RotationRequest = components['schemas']['RotationRequest'];
export type Router = components['schemas']['Router'];
export type Speeds = components['schemas']['Speeds'];
export type StoredRevocation = components['schemas']['StoredRevocation'];
export type Stream = components['schemas']['Stream'];
export type Streams = components['schemas']['Streams'];
export type Times = components['schemas']['Times'];
export type Timings = components['schemas']['Timings'];
export type VideoCopy = components['schemas']['VideoCopy'];
export type Videos = components['schemas']['Videos'];
export type WorkerState = components['schemas']['WorkerState'];
export type $defs = Record<string, never>;
export interface operations {
    readonly readCluster: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The cluster */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readDocs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Swagger UI */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly readDocsFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: "start.js" | "swagger-ui-bundle.js" | "swagger-ui.css";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The file */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/css": string;
                    readonly "text/javascript": string;
                };
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listEvents: {
        readonly parameters: {
            readonly query?: {
                readonly follow?: "1" | "0";
                readonly limit?: number;
            };
            readonly header?: {
                /** @description Goes on behind this event */
                readonly "last-event-id"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The events in the order of their times */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LoggedEvents"];
                    readonly "text/event-stream": string;
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Keys"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["KeyRequest"];
            };
        };
        readonly responses: {
            /** @description The key, which is shown this once */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MadeKey"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_keys`: There are as many keys as there may be. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a key: 16 hexadecimal digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is revoked */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a key: 16 hexadecimal digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RotationRequest"];
            };
        };
        readonly responses: {
            /** @description The key with its new secret, which is shown this once */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MadeKey"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readDocument: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly readReplication: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is set for the cluster */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Replication"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly setReplication: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplicationRequest"];
            };
        };
        readonly responses: {
            /** @description What is set for the cluster now */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Replication"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRevocations: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is revoked, in the order in which it is forgotten */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Revocations"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revoke: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RevocationRequest"];
            };
        };
        readonly responses: {
            /** @description It is stored; so many routers obey already */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StoredRevocation"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_revocations`: There is no room for another revocation. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly unrevoke: {
        readonly parameters: {
            readonly query: {
                /** @description `token`: the one with this `jti`; `viewer`: all that name this viewer; `before`: all that were issued before this time */
                readonly kind: "token" | "viewer" | "before";
                /** @description Of a token or viewer 1 to 128 printable characters without spaces; of a time the seconds since 1970 */
                readonly value: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is not revoked any more */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readRing: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The ring of each pool */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Ring"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readOperatorSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Of the key that was sent */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OperatorSession"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listStreams: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The open responses */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Streams"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly endStream: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Its request ID */
                readonly requestId: string;
                /** @description The ID of the router that gives it */
                readonly router: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It was cut */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EndedStreams"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stream_not_open`: This response is not open. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readTimings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The percentiles, step by step */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Timings"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listVideos: {
        readonly parameters: {
            readonly query?: {
                /** @description The ID of the last video that was seen */
                readonly after?: string;
                /** @description An ID, or a part of a title or of an ID */
                readonly find?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The videos */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Videos"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly inspectVideo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video, as players see it, or its content ID, as logs have it */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The video */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InspectedVideo"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteVideo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video, as players see it, or its content ID, as logs have it */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The deletion is stored for good */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly evictVideo: {
        readonly parameters: {
            readonly query?: {
                /** @description The only one that is asked */
                readonly worker?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video, as players see it, or its content ID, as logs have it */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What became of the copies */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Evictions"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly locateVideo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video, as players see it, or its content ID, as logs have it */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its slot, its workers, and what each has */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Placement"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly regenerateVideo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video, as players see it, or its content ID, as logs have it */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What became of the copies, and who makes it */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Regeneration"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_regenerable`: The video would not be the same if it were made again. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `peer_unreachable`: A peer does not answer. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `archive_unavailable`: The archive does not answer. `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly activateWorker: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a worker */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is active */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WorkerState"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly previewDrain: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a worker */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What would move, and where to */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DrainPreview"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly drainWorker: {
        readonly parameters: {
            readonly query?: {
                /** @description Also where it is the last active one of its generator */
                readonly force?: "1" | "0";
                /** @description Nothing happens; the answer is what would move */
                readonly preview?: "1" | "0";
            };
            readonly header?: never;
            readonly path: {
                /** @description The ID of a worker */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It drains */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WorkerState"] | components["schemas"]["DrainPreview"];
                };
            };
            /** @description `bad_request`: The request is malformed. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `last_worker`: It is the last active worker. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly killWorker: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a worker */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It was killed */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["KilledWorker"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `kill_not_allowed`: Workers cannot be killed from here. `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly scrubWorker: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a worker */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It reads */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BegunScrub"];
                };
            };
            /** @description `unauthorized`: A valid key is needed. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The key may not do this. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "ok";
                    };
                };
            };
        };
    };
    readonly readMetrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The text format of Prometheus */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
        };
    };
    readonly readReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It can */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "ready";
                    };
                };
            };
            /** @description It cannot */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "not ready";
                    };
                };
            };
        };
    };
}
