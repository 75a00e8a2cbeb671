import { onTestFinished } from 'vitest';
import type { MetadataStore, MetadataStoreOptions } from '../../metadata-store.js';

/** An empty store of one kind, made for one test. */
export interface Backing {
  /** Another client of the same store. */
  open(options?: MetadataStoreOptions): Promise<MetadataStore>;
  remove(): Promise<void>;
}

export type NewBacking = () => Promise<Backing>;

/** Opens `count` clients of a fresh store, which are gone when the running test is over. */
export async function openClients(
  newBacking: NewBacking,
  count: number,
  options?: MetadataStoreOptions,
): Promise<[MetadataStore, ...MetadataStore[]]> {
  const backing = await newBacking();
  const first = await backing.open(options);
  const others = await Promise.all(Array.from({ length: count - 1 }, () => backing.open(options)));
  onTestFinished(async () => {
    for (const store of [first, ...others]) await store.close();
    await backing.remove();
  });
  return [first, ...others];
}
