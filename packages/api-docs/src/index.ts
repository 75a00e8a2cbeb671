export { type ApiDocsOptions, apiDocsRoutes } from './api-docs-routes.js';
