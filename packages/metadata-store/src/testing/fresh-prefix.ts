import { type MetadataStoreOptions, openMetadataStore } from '../index.js';
import type { NewBacking } from './conformance/backing.js';

let backings = 0;

/** For the conformance suite: each test has keys of its own in the same Redis. */
export function freshPrefix(url: () => string, options: MetadataStoreOptions = {}): NewBacking {
  return async () => {
    backings += 1;
    const keyPrefix = `understudy:${backings}:`;
    return {
      open: (further) =>
        openMetadataStore(url(), { keyPrefix, requireDurable: true, ...options, ...further }),
      remove: async () => {},
    };
  };
}
