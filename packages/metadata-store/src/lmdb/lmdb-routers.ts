import { checkName } from '../names.js';
import { byRouterId, type RouterRecord, type Routers } from '../routers.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

/** By ID; until when, on the clock of `Date.now()`, which is the one clock of a store of one machine. */
type StoredRouters = Readonly<Record<string, { readonly router: RouterRecord; readonly untilMs: number }>>;

export function lmdbRouters(environment: LmdbEnvironment): Routers {
  const liveIn = (stored: unknown) =>
    Object.entries((stored as StoredRouters | undefined) ?? {}).filter(
      ([, { untilMs }]) => untilMs > Date.now(),
    );
  return {
    async announceRouter(router, leaseMs) {
      checkName('router ID', router.id);
      await environment.write('announceRouter', (root) => {
        const live = Object.fromEntries(liveIn(root.get(lmdbKeys.routers)));
        root.put(lmdbKeys.routers, { ...live, [router.id]: { router, untilMs: Date.now() + leaseMs } });
      });
    },

    async removeRouter(routerId) {
      await environment.write('removeRouter', (root) => {
        const others = liveIn(root.get(lmdbKeys.routers)).filter(([id]) => id !== routerId);
        root.put(lmdbKeys.routers, Object.fromEntries(others));
      });
    },

    async readRouters() {
      const stored = await environment.read('readRouters', (root) => root.get(lmdbKeys.routers));
      return liveIn(stored)
        .map(([, { router }]) => router)
        .sort(byRouterId);
    },
  };
}
