export { publicRoutes } from '../app.js';
export { type Receiver, secret, startReceiver } from './receiver.js';
export { startCatalog } from './start-catalog.js';
