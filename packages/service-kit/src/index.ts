export { type AbortWithin, abortWithin } from './abort-within.js';
export { type AdminRoutesOptions, adminRoutes } from './admin-routes.js';
export { advertisedUrl } from './advertised-url.js';
export { closeAfter } from './close-after.js';
export { type EnvReader, readEnv } from './env.js';
export { EventFeed, type EventPage, type LoggedEvent } from './event-feed.js';
export { eventRoutes } from './event-routes.js';
export { type HealthConfig, type HealthServer, readHealthConfig, serveHealth } from './health-server.js';
export {
  type HistogramCounts,
  type HistogramsAnswer,
  histogramsRoute,
  type ProcessHistograms,
  readHistograms,
} from './histograms.js';
export { escapeHtml, htmlPage } from './html-page.js';
export { takeJsonBodies } from './json-bodies.js';
export { listen, type ServiceContext } from './listen.js';
export { lockDirectory, tryLockDirectory } from './lock-directory.js';
export { createLogger, type Logger } from './logger.js';
export { parseSecret } from './parse-secret.js';
export { useProblemResponses } from './problem-responses.js';
export { collectProcessMetrics } from './process-metrics.js';
export { queryInteger } from './query-integer.js';
export { requestIdHeader } from './request-ids.js';
export { requireDirectory } from './require-directory.js';
export { runService, type Service } from './run-service.js';
export { mediaSecurityHeaders, securityHeaders, strictTransport } from './security-headers.js';
export { createServer } from './server.js';
export { serviceEvents } from './service-events.js';
export { shedWhenLate } from './shed-when-late.js';
export { takesGzip } from './takes-gzip.js';
export { type TlsFiles, TlsReloader, type TlsUser } from './tls-reloader.js';
export type { TlsIdentity } from './tls-server.js';
