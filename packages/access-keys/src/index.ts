export {
  adminKeysAs,
  apiKeysAs,
  type ConfiguredKey,
  configuredDigestOf,
  configuredTexts,
  parseConfiguredKeys,
} from './configured-keys.js';
export { type KeyEvents, type KeyResult, keyEvents } from './key-events.js';
export { isKeyId, makeKey } from './key-text.js';
export { type Caller, KnownKeys } from './known-keys.js';
export { callerOf, requireKeys } from './require-key.js';
export { type Scope, scopes } from './scopes.js';
export { WrongKeyLimit } from './wrong-key-limit.js';
