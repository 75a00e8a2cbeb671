// Generated of docs/reference/openapi.json (SHA-256 5c2c3db65fd36d667edb8352aedb99765614a1582211600788368efdcb2621d0)
// by openapi-typescript: npx vitest run --project unit packages/client/src/generated -u

export interface paths {
    readonly "/make": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Leads to the page where videos are described and made */
        readonly get: operations["findMakePage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/make/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A page where videos are described and made */
        readonly get: operations["readMakePage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/make/assets/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A script or the style of that page */
        readonly get: operations["readMakeAsset"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/{k}.m4s": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A media segment that the playlist names
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playSegment"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * A media segment that the playlist names: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playSegment-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/{rendition}/{part}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The same parts of a rendition
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playRenditionPart"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * The same parts of a rendition: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playRenditionPart-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/index.m3u8": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The HLS media playlist
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playPlaylist"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * The HLS media playlist: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playPlaylist-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/init.mp4": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The initialization segment that the playlist names
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playInitializationSegment"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * The initialization segment that the playlist names: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playInitializationSegment-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/multivariant.m3u8": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The HLS playlist of the video and its renditions
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playMultivariantPlaylist"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * The HLS playlist of the video and its renditions: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playMultivariantPlaylist-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/poster.jpg": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A picture of the video
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playPoster"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * A picture of the video: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playPoster-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/steering.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * In which order a player should ask the public addresses (HLS content steering)
         * @description Where the cluster has several public addresses; 404 otherwise.
         */
        readonly get: operations["playSteering"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * In which order a player should ask the public addresses: the head of its answer
         * @description Where the cluster has several public addresses; 404 otherwise.
         */
        readonly head: operations["playSteering-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/storyboard.vtt": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What small pictures there are of the video, for seek bars
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playStoryboard"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * What small pictures there are of the video, for seek bars: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playStoryboard-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/storyboard/{k}.jpg": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A sheet of such pictures
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playStoryboardSheet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * A sheet of such pictures: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playStoryboardSheet-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v/{id}/video.mp4": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The whole video as one progressive MP4
         * @description When a response cannot be finished its connection is cut: a body that looks complete is complete.
         */
        readonly get: operations["playVideo"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /**
         * The whole video as one progressive MP4: the head of its answer
         * @description Nothing is made for it. `Range` counts while the video is made (RFC 8673).
         */
        readonly head: operations["playVideo-head"];
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/compose": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Compose a description that a viewer has not seen, and give its video an ID */
        readonly post: operations["composeVideo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/docs/": {
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
    readonly "/v1/docs/{name}": {
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
    readonly "/v1/openapi.json": {
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
    readonly "/v1/sessions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where a viewer was when it was kept last */
        readonly get: operations["readSession"];
        /** Keep where a viewer is in a video */
        readonly put: operations["saveSession"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/videos": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a description known and give its video an ID
         * @description The same description has the same ID. Where the key has a webhook, it is told what becomes of the video.
         */
        readonly post: operations["createVideo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/videos/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a video is, and how far it is made */
        readonly get: operations["readVideo"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a video for good
         * @description Every copy of it goes. Deleting again is no error, so that a client which lost the answer can repeat it.
         */
        readonly delete: operations["deleteVideo"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/videos/{id}/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign a token that admits to a video, where playback is signed
         * @description Nothing is stored and nothing looked up. 404 as well where this service has no secret to sign with: then tokens come from whoever has the keys.
         */
        readonly post: operations["mintToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/watch/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A page that plays a video */
        readonly get: operations["watchVideo"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/watch/assets/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A script of that page */
        readonly get: operations["readPlayerScript"];
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
        readonly ComposeRequest: {
            readonly request: {
                readonly duration?: number;
                /** @enum {unknown} */
                readonly fps?: 24 | 25 | 30 | 50 | 60;
                readonly height?: number;
                /** @enum {unknown} */
                readonly theme?: "fractal" | "automata" | "abstract" | "mixed";
                /** @description printable characters on one line */
                readonly title?: string;
                readonly width?: number;
            };
            /** @description printable characters on one line */
            readonly viewer: string;
        };
        readonly Description: {
            /** @enum {unknown} */
            readonly fps: 24 | 25 | 30 | 50 | 60;
            readonly height: number;
            /** @enum {unknown} */
            readonly replication?: "always" | "hot" | "deploy" | "never";
            readonly scenes: readonly {
                readonly audio?: {
                    /** @constant */
                    readonly type: "silence";
                } | {
                    readonly frequencyHz: number;
                    /** @constant */
                    readonly type: "tone";
                    readonly volume?: number;
                } | {
                    /** @enum {unknown} */
                    readonly color?: "white" | "pink";
                    readonly seed: number;
                    /** @constant */
                    readonly type: "noise";
                    readonly volume?: number;
                } | {
                    /** @constant */
                    readonly type: "clip";
                    readonly volume?: number;
                };
                readonly duration: number;
                readonly fade?: {
                    readonly in?: number;
                    readonly out?: number;
                };
                readonly source: {
                    readonly from?: number;
                    readonly seed?: number;
                    readonly to?: number;
                    /** @constant */
                    readonly type: "mandelbrot";
                    readonly x?: number;
                    readonly y?: number;
                } | {
                    /** @description a colour such as #1a2b3c */
                    readonly alive?: string;
                    readonly cellPx?: number;
                    /** @description a colour such as #1a2b3c */
                    readonly dead?: string;
                    readonly fill?: number;
                    /** @description a rule such as B3/S23 */
                    readonly rule?: string;
                    readonly seed: number;
                    readonly stepFrames?: number;
                    /** @constant */
                    readonly type: "life";
                } | {
                    /** @description a colour such as #1a2b3c */
                    readonly alive?: string;
                    readonly cellPx?: number;
                    /** @description a colour such as #1a2b3c */
                    readonly dead?: string;
                    readonly rule?: number;
                    readonly seed: number;
                    readonly stepFrames?: number;
                    /** @constant */
                    readonly type: "cellular";
                } | {
                    readonly colors?: readonly string[];
                    readonly seed?: number;
                    /** @enum {unknown} */
                    readonly shape?: "linear" | "radial" | "circular" | "spiral";
                    readonly turnsPerMinute?: number;
                    /** @constant */
                    readonly type: "gradients";
                } | {
                    readonly seed?: number;
                    /** @enum {unknown} */
                    readonly shape?: "carpet" | "triangle";
                    /** @constant */
                    readonly type: "sierpinski";
                } | {
                    /** @enum {unknown} */
                    readonly card: "testsrc2" | "smptehdbars" | "smptebars" | "pal75bars" | "colorspectrum" | "rgbtestsrc";
                    /** @constant */
                    readonly type: "testcard";
                } | {
                    /** @description a colour such as #1a2b3c */
                    readonly color: string;
                    /** @constant */
                    readonly type: "still";
                } | {
                    /** @description a plain file name of letters, digits, dots, hyphens and underscores, 1 to 100 characters */
                    readonly name: string;
                    readonly start?: number;
                    /** @constant */
                    readonly type: "clip";
                } | {
                    /** @description any JSON of at most 16,384 bytes, 32 levels deep */
                    readonly input?: unknown;
                    /** @description the name of a generator: lower-case letters, digits and hyphens, 1 to 40 characters */
                    readonly name: string;
                    readonly segmentDuration?: number;
                    /** @constant */
                    readonly type: "program";
                };
                readonly text?: {
                    readonly box?: boolean;
                    /** @description a colour such as #1a2b3c */
                    readonly color?: string;
                    /** @enum {unknown} */
                    readonly position?: "top-left" | "top" | "top-right" | "left" | "center" | "right" | "bottom-left" | "bottom" | "bottom-right";
                    readonly sizePx?: number;
                    /** @description printable characters and newlines */
                    readonly value: string;
                };
            }[];
            /** @description printable characters on one line */
            readonly title: string;
            readonly width: number;
        };
        readonly PlaybackToken: {
            /** Format: date-time */
            readonly expires: string;
            /** @description A signed JWT; whoever has it may play the video */
            readonly token: string;
            /** @description Its `jti`, by which it can be revoked */
            readonly tokenId: string;
            /** @description Those of the video, with the token */
            readonly urls: {
                /** Format: uri-reference */
                readonly hls: string;
                /** Format: uri-reference */
                readonly mp4: string;
                /** Format: uri-reference */
                readonly multivariant: string;
                /** Format: uri-reference */
                readonly poster: string;
                /** Format: uri-reference */
                readonly storyboard: string;
                /** Format: uri-reference */
                readonly watch: string;
            };
        };
        readonly Price: {
            /** @description Seconds of one processor of a usual worker, as estimated before anything is made */
            readonly generationSeconds: number;
        };
        readonly PriceAnswer: {
            readonly limit: components["schemas"]["Price"];
            readonly price: components["schemas"]["Price"];
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
        readonly Session: {
            /** @description seconds */
            readonly position: number;
            /** @description the ID of a video */
            readonly video: string;
        };
        readonly SteeringManifest: {
            /** @description The first should be asked first */
            readonly "PATHWAY-PRIORITY": readonly string[];
            /** @description Seconds until it should be asked for again */
            readonly TTL: number;
            /** @constant */
            readonly VERSION: 1;
        };
        readonly TokenRequest: {
            /** @description Only from this address, or this range: 203.0.113.0/24, 2001:db8::/32 */
            readonly address?: string;
            /** @description So many progressive responses at once by the viewer, or by the token, at each router */
            readonly streams?: number;
            /**
             * @description For so many seconds; UNDERSTUDY_PLAYBACK_LONGEST_S at most
             * @default 3600
             */
            readonly ttlS?: number;
            /** @description Who it is for, by a name that tells nobody who that is; all of a viewer can be revoked */
            readonly viewer?: string;
        };
        readonly Video: {
            /** @description The ID of the video: 24 letters and digits that tell nothing */
            readonly id: string;
            readonly price: components["schemas"]["Price"];
            /** @description Paths, or absolute where UNDERSTUDY_PUBLIC_URL is set */
            readonly urls: {
                /**
                 * Format: uri-reference
                 * @description The HLS playlist of the video itself
                 */
                readonly hls: string;
                /**
                 * Format: uri-reference
                 * @description The whole video as one progressive MP4
                 */
                readonly mp4: string;
                /**
                 * Format: uri-reference
                 * @description The HLS playlist of the video and its renditions
                 */
                readonly multivariant: string;
                /**
                 * Format: uri-reference
                 * @description A picture of it
                 */
                readonly poster: string;
                /**
                 * Format: uri-reference
                 * @description WebVTT that names small pictures of it, for seek bars
                 */
                readonly storyboard: string;
                /**
                 * Format: uri-reference
                 * @description A page that plays it
                 */
                readonly watch: string;
            };
        };
        readonly VideoStatus: {
            /** @description Of what is sealed */
            readonly bytes: number;
            readonly description: components["schemas"]["Description"];
            readonly durationSeconds: number;
            readonly id: string;
            readonly sealedSegments: number;
            /** @enum {unknown} */
            readonly state: "described" | "generating" | "complete";
            readonly totalSegments: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ComposeRequest = components['schemas']['ComposeRequest'];
export type Description = components['schemas']['Description'];
export type PlaybackToken = components['schemas']['PlaybackToken'];
export type Price = components['schemas']['Price'];
export type PriceAnswer = components['schemas']['PriceAnswer'];
export type Problem = components['schemas']['Problem'];
export type Session = components['schemas']['Session'];
export type SteeringManifest = components['schemas']['SteeringManifest'];
export type TokenRequest = components['schemas']['TokenRequest'];
export type Video = components['schemas']['Video'];
export type VideoStatus = components['schemas']['VideoStatus'];
export type $defs = Record<string, never>;
export interface operations {
    readonly findMakePage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description To `make/` */
            readonly 308: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
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
            /** @description `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly readMakePage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
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
            /** @description `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly readMakeAsset: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description It holds the digest of what it names */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The script or style */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/css": string;
                    readonly "text/javascript": string;
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
            /** @description `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly playSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
                /** @description The number of a segment, from 0 */
                readonly k: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "video/iso.segment": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "video/iso.segment": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playSegment-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
                /** @description The number of a segment, from 0 */
                readonly k: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playRenditionPart: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
                /** @description As of the video itself: `video.mp4`, `index.m3u8`, `init.mp4`, `{k}.m4s`, `poster.jpg` */
                readonly part: string;
                /** @description By the height of its pictures; 404 where the video has fewer lines */
                readonly rendition: "1080p" | "720p" | "480p" | "360p";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.apple.mpegurl": unknown;
                    readonly "image/jpeg": unknown;
                    readonly "video/iso.segment": unknown;
                    readonly "video/mp4": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.apple.mpegurl": unknown;
                    readonly "image/jpeg": unknown;
                    readonly "video/iso.segment": unknown;
                    readonly "video/mp4": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playRenditionPart-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
                /** @description As of the video itself: `video.mp4`, `index.m3u8`, `init.mp4`, `{k}.m4s`, `poster.jpg` */
                readonly part: string;
                /** @description By the height of its pictures; 404 where the video has fewer lines */
                readonly rendition: "1080p" | "720p" | "480p" | "360p";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playPlaylist: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.apple.mpegurl": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.apple.mpegurl": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playPlaylist-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playInitializationSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "video/mp4": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "video/mp4": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playInitializationSegment-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playMultivariantPlaylist: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.apple.mpegurl": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.apple.mpegurl": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playMultivariantPlaylist-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playPoster: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playPoster-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playSteering: {
        readonly parameters: {
            readonly query?: {
                /** @description The pathway that the player uses; not looked at */
                readonly _HLS_pathway?: string;
                /** @description What it measured; not looked at */
                readonly _HLS_throughput?: string;
                /** @description Where playback is signed: a JWT */
                readonly token?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The steering manifest */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SteeringManifest"];
                };
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
        };
    };
    readonly "playSteering-head": {
        readonly parameters: {
            readonly query?: {
                /** @description The pathway that the player uses; not looked at */
                readonly _HLS_pathway?: string;
                /** @description What it measured; not looked at */
                readonly _HLS_throughput?: string;
                /** @description Where playback is signed: a JWT */
                readonly token?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description There is a steering manifest */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playStoryboard: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/vtt": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/vtt": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playStoryboard-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playStoryboardSheet: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
                /** @description The number of a sheet, from 0 */
                readonly k: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playStoryboardSheet-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
                /** @description The number of a sheet, from 0 */
                readonly k: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly playVideo: {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "video/mp4": unknown;
                };
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "video/mp4": unknown;
                };
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
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
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
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
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
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
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
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
    readonly "playVideo-head": {
        readonly parameters: {
            readonly query?: {
                /** @description Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder `s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time. */
                readonly token?: string;
            };
            readonly header?: {
                /** @description ETags; 412 where none is that of the resource */
                readonly "if-match"?: string;
                /** @description ETags; 304 where one is that of the resource */
                readonly "if-none-match"?: string;
                /** @description An ETag; with another one the range is ignored */
                readonly "if-range"?: string;
                /** @description One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for. */
                readonly range?: string;
            };
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The whole; chunked while it is made */
            readonly 200: {
                headers: {
                    readonly "Accept-Ranges"?: "bytes";
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description Once the end is known */
                    readonly "Content-Length"?: number;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for, or what exists of it */
            readonly 206: {
                headers: {
                    /** @description `no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant */
                    readonly "Cache-Control"?: string;
                    /** @description `bytes a-b/total`; the total is `*` while it is made */
                    readonly "Content-Range"?: string;
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Where playback is signed: where the playlist is that a token admits to */
            readonly 302: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As `If-None-Match` has it */
            readonly 304: {
                headers: {
                    /** @description Strong: one ETag, one sequence of bytes */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_missing`: A token is needed to play this. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `token_invalid`: The token is not valid. `token_expired`: The token has expired. `token_revoked`: The token was revoked. `token_not_for_this_video`: The token is for another video. `token_not_for_this_address`: The token is for another address. */
            readonly 403: {
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
                content?: never;
            };
            /** @description `gone`: The video was deleted. */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `precondition_failed`: A precondition of the request does not hold. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `range_not_satisfiable`: The range lies outside of what there is. */
            readonly 416: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. `too_many_streams_for_token`: The token plays as many videos as it may. */
            readonly 429: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong inside. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_failed`: Making the video failed. `clip_refused`: A clip of the video cannot be used. `peer_unreachable`: A peer does not answer. `peer_protocol`: A peer broke the protocol. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_worker_available`: The video cannot be served at the moment. `too_many_streams`: Too many videos are being streamed at the moment. `generator_queue_full`: Too many videos are being made at the moment. `draining`: This server takes nothing new. `timed_out`: It took longer than it may. `generator_unavailable`: The video cannot be made at the moment. */
            readonly 503: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `generator_stalled`: Making the video took longer than it may. */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `storage_full`: There is no room for the video at the moment. */
            readonly 507: {
                headers: {
                    /** @description Seconds until another try makes sense */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly composeVideo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ComposeRequest"];
            };
        };
        readonly responses: {
            /** @description It was described before: the same description has the same ID */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Video"];
                };
            };
            /** @description It is new, and stored for good; it is made when somebody plays it */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Video"];
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
            /** @description `too_expensive`: The video would cost more to make than one may. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. */
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
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly readSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description made by the client of at least 128 random bits: 22 to 64 of A-Z, a-z, 0-9, _ and -, at least 8 of them different. Whoever has it may read and write the session */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The video and the place in it */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
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
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly saveSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description made by the client of at least 128 random bits: 22 to 64 of A-Z, a-z, 0-9, _ and -, at least 8 of them different. Whoever has it may read and write the session */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Session"];
            };
        };
        readonly responses: {
            /** @description Kept */
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
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly createVideo: {
        readonly parameters: {
            readonly query?: {
                /** @description 1: tells the price of the description, and stores nothing */
                readonly "dry-run"?: "0" | "1";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Description"];
            };
        };
        readonly responses: {
            /** @description It was described before: the same description has the same ID. Of a dry run: what it would cost */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Video"] | components["schemas"]["PriceAnswer"];
                };
            };
            /** @description It is new, and stored for good; it is made when somebody plays it */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Video"];
                };
            };
            /** @description `bad_request`: The request is malformed. `invalid_description`: The description is not valid. */
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
            /** @description `too_expensive`: The video would cost more to make than one may. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too much is asked from one address. `budget_exceeded`: The budget for making videos is used up for now. */
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
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly readVideo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
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
                    readonly "application/json": components["schemas"]["VideoStatus"];
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
            /** @description `generator_failed`: Making the video failed. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
                /** @description The ID of a video: 24 letters and digits */
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
            /** @description `metadata_unavailable`: Nothing can be created, changed or looked up right now. `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly mintToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TokenRequest"];
            };
        };
        readonly responses: {
            /** @description The token */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlaybackToken"];
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
            /** @description `catalog_unavailable`: Videos cannot be created or described at the moment. `metadata_unavailable`: Nothing can be created, changed or looked up right now. */
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
    readonly watchVideo: {
        readonly parameters: {
            readonly query?: {
                /** @description Put behind every address of the video, where playback is signed */
                readonly token?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The ID of a video: 24 letters and digits */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
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
            /** @description `generator_failed`: Making the video failed. */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
    readonly readPlayerScript: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description It holds the digest of what it names */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The script */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/javascript": string;
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
            /** @description `catalog_unavailable`: Videos cannot be created or described at the moment. */
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
}
