export { publicRoutes } from '../app.js';
export { type Receiver, secret, startReceiver } from './receiver.js';
export { description, startCatalog } from './start-catalog.js';
