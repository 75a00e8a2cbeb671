import { describe } from 'vitest';
import { describeAccessKeys } from './access-keys.js';
import type { NewBacking } from './backing.js';
import { describeBudgets } from './budgets.js';
import { describeCalibrations } from './calibrations.js';
import { describeCreators } from './creators.js';
import { describeDeletions } from './deletions.js';
import { describeDescriptions } from './descriptions.js';
import { describeHolders } from './holders.js';
import { describeLeases } from './leases.js';
import { describeLifetime } from './lifetime.js';
import { describeManifests } from './manifests.js';
import { describeMembers } from './members.js';
import { describePools } from './pools.js';
import { describeReplication } from './replication.js';
import { describeRevocations } from './revocations.js';
import { describeRouters } from './routers.js';
import { describeSessions } from './sessions.js';
import { describeViews } from './views.js';
import { describeWebhooks } from './webhooks.js';

/** What every metadata store must do. Run it against a real one. */
export function describeMetadataStore(name: string, newBacking: NewBacking): void {
  describe(`metadata store on ${name}`, () => {
    describe('descriptions', () => describeDescriptions(newBacking));
    describe('deletions', () => describeDeletions(newBacking));
    describe('members', () => describeMembers(newBacking));
    describe('leases', () => describeLeases(newBacking));
    describe('manifests', () => describeManifests(newBacking));
    describe('holders', () => describeHolders(newBacking));
    describe('pools', () => describePools(newBacking));
    describe('replication policy', () => describeReplication(newBacking));
    describe('revocations of playback tokens', () => describeRevocations(newBacking));
    describe('routers', () => describeRouters(newBacking));
    describe('calibrations', () => describeCalibrations(newBacking));
    describe('budgets', () => describeBudgets(newBacking));
    describe('creators', () => describeCreators(newBacking));
    describe('sessions', () => describeSessions(newBacking));
    describe('access keys', () => describeAccessKeys(newBacking));
    describe('views', () => describeViews(newBacking));
    describe('webhooks', () => describeWebhooks(newBacking));
    describe('lifetime', () => describeLifetime(newBacking));
  });
}
