import type { MetadataStore, StoreSettings } from '../metadata-store.js';
import { OpenWatches } from '../open-watches.js';
import { watchMembership } from '../watch-membership.js';
import { lmdbAccessKeys } from './lmdb-access-keys.js';
import { lmdbBudgets } from './lmdb-budgets.js';
import { lmdbCalibrations } from './lmdb-calibrations.js';
import { lmdbCreators } from './lmdb-creators.js';
import { lmdbDeletions } from './lmdb-deletions.js';
import { lmdbDescriptions } from './lmdb-descriptions.js';
import { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbGenerators } from './lmdb-generators.js';
import { lmdbHolders } from './lmdb-holders.js';
import { lmdbKeys } from './lmdb-keys.js';
import { lmdbLeases } from './lmdb-leases.js';
import { lmdbManifests } from './lmdb-manifests.js';
import { lmdbMembers } from './lmdb-members.js';
import { lmdbReplication } from './lmdb-replication.js';
import { lmdbRevocations } from './lmdb-revocations.js';
import { lmdbRouters } from './lmdb-routers.js';
import { lmdbSessions } from './lmdb-sessions.js';
import { lmdbViews } from './lmdb-views.js';
import { lmdbWebhooks } from './lmdb-webhooks.js';

/** The store of one machine: files in `path`, used by any number of its processes at once. */
export function openLmdbStore(path: string, settings: StoreSettings): MetadataStore {
  const environment = new LmdbEnvironment(path, settings);
  const { onHint, ...members } = lmdbMembers(environment, settings);
  const watches = new OpenWatches();
  return {
    ...lmdbDescriptions(environment, settings),
    ...lmdbDeletions(environment),
    ...members,
    ...lmdbGenerators(environment),
    ...lmdbLeases(environment),
    ...lmdbManifests(environment),
    ...lmdbHolders(environment),
    ...lmdbReplication(environment),
    ...lmdbRevocations(environment),
    ...lmdbRouters(environment),
    ...lmdbCalibrations(environment),
    ...lmdbCreators(environment),
    ...lmdbBudgets(environment),
    ...lmdbSessions(environment),
    ...lmdbAccessKeys(environment),
    ...lmdbViews(environment),
    ...lmdbWebhooks(environment),
    watchMembership(onChange, options) {
      const watch = watchMembership(
        { readMembership: members.readMembership, onHint },
        onChange,
        options,
        settings,
      );
      return watches.keep(watch);
    },
    async ping() {
      await environment.read('ping', (root) => root.get(lmdbKeys.lastContentId));
    },
    get reachable() {
      return environment.reachable;
    },
    async close() {
      watches.closeAll();
      await environment.close();
    },
  };
}
