export { parseAccessKeys, requireAccessKey } from './access-keys.js';
export { type AdminRoutesOptions, adminRoutes } from './admin-routes.js';
export { type EnvReader, readEnv } from './env.js';
export { lockDirectory } from './lock-directory.js';
export { createLogger, type Logger } from './logger.js';
export { parseSecret } from './parse-secret.js';
export { useProblemResponses } from './problem-responses.js';
export { runService, type Service } from './run-service.js';
export { createServer } from './server.js';
