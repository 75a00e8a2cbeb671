import { readFileSync } from 'node:fs';

/** Beside `src` and `dist` alike, so that the compiled package reads the same files. */
const folder = new URL('../../lua/', import.meta.url);

/** Which files make up a script, in order. A file is named for what it does and its number of keys. */
const partsOf = {
  announceMember: ['refuse-late', 'observe-members', 'announce-member-4'],
  removeMember: ['refuse-late', 'observe-members', 'remove-member-4'],
  requestMemberState: ['refuse-late', 'observe-members', 'request-member-state-4'],
  readMembership: ['refuse-late', 'observe-members', 'read-membership-4'],
  registerGenerator: ['refuse-late', 'register-generator-1'],
  createDescription: ['refuse-late', 'create-description-4'],
  keepAbove: ['refuse-late', 'keep-above-1'],
  deleteDescription: ['refuse-late', 'delete-description-8'],
  recordCreator: ['refuse-late', 'record-creator-2'],
  forgetArtifact: ['refuse-late', 'forget-artifact-4'],
  importDescription: ['refuse-late', 'import-description-5'],
  orderDescriptions: ['refuse-late', 'order-descriptions-2'],
  acquireLease: ['refuse-late', 'acquire-lease-1'],
  renewLease: ['refuse-late', 'renew-lease-1'],
  releaseLease: ['refuse-late', 'release-lease-1'],
  recordSegment: ['refuse-late', 'record-segment-2'],
  recordHolder: ['refuse-late', 'record-holder-1'],
  dropHolder: ['refuse-late', 'drop-holder-1'],
  setReplication: ['refuse-late', 'set-replication-1'],
  readReplication: ['refuse-late', 'read-replication-1'],
  announceRouter: ['refuse-late', 'live-routers', 'announce-router-1'],
  removeRouter: ['refuse-late', 'remove-router-1'],
  readRouters: ['refuse-late', 'live-routers', 'read-routers-1'],
  // What a worker tells of its calibration has the form and the life of what a router tells of itself.
  announceCalibration: ['refuse-late', 'live-routers', 'announce-router-1'],
  readCalibrations: ['refuse-late', 'live-routers', 'read-routers-1'],
  chargeBudget: ['refuse-late', 'refill-budget', 'charge-budget-1'],
  refundBudget: ['refuse-late', 'refill-budget', 'refund-budget-1'],
  revoke: ['refuse-late', 'live-revocations', 'revoke-2'],
  unrevoke: ['refuse-late', 'unrevoke-2'],
  readRevocations: ['refuse-late', 'read-revocations-2'],
  tellWebhook: ['refuse-late', 'tell-webhook-5'],
  claimMessages: ['refuse-late', 'claim-messages-3'],
  settleMessage: ['refuse-late', 'settle-message-4'],
  forgetSubscription: ['refuse-late', 'forget-subscription-5'],
  saveSession: ['refuse-late', 'save-session-2'],
  readSession: ['refuse-late', 'read-session-1'],
  readAccessKeys: ['refuse-late', 'read-access-keys-2'],
  changeAccessKey: ['refuse-late', 'change-access-key-3'],
  noteAccessKeyUse: ['refuse-late', 'note-access-key-use-2'],
  readAccessKeyUses: ['refuse-late', 'read-access-key-uses-2'],
  recordView: ['refuse-late', 'record-view-1'],
} as const satisfies Record<string, readonly string[]>;

export type ScriptName = keyof typeof partsOf;

/** In the form of ioredis' `scripts` option. */
export function loadScripts(): Record<string, { lua: string; numberOfKeys: number }> {
  return Object.fromEntries(
    Object.entries(partsOf).map(([name, parts]) => [
      name,
      {
        lua: parts.map((part) => readFileSync(new URL(`${part}.lua`, folder), 'utf8')).join('\n'),
        numberOfKeys: Number(parts.at(-1)?.split('-').at(-1)),
      },
    ]),
  );
}
