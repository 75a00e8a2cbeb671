export { operatorRoutes } from '../app.js';
export { startConsole } from './start-console.js';
