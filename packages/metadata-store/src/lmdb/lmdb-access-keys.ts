import { byAge, firstToForget, newKeyVersion, recordOf, revoked, rotated } from '../access-key-rules.js';
import type { AccessKeys, KeyRecord } from '../access-keys.js';
import type { LmdbEnvironment, LmdbRoot } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbAccessKeys(environment: LmdbEnvironment): AccessKeys {
  /** Replaces a record by what `make` gives, or keeps all as it is. */
  const change = (
    operation: string,
    id: string,
    make: (record: KeyRecord, nowMs: number) => KeyRecord | undefined,
  ) =>
    environment.write(operation, (root) => {
      const records = recordsIn(root);
      const found = records.find((record) => record.id === id);
      const changed = found && make(found, Date.now());
      if (changed === undefined) return undefined;
      const others = records.filter((record) => record.id !== id);
      put(root, [...others, changed]);
      return changed;
    });

  return {
    createAccessKey: (draft, most) =>
      environment.write('createAccessKey', (root) => {
        const records = recordsIn(root);
        const nowMs = Date.now();
        const forgotten = records.length < most ? undefined : firstToForget(records, nowMs);
        if (records.length >= most && forgotten === undefined) return undefined;
        const record = recordOf(draft, nowMs);
        if (forgotten !== undefined) root.remove(lmdbKeys.accessKeyUse(forgotten.id));
        put(root, [...records.filter((each) => each !== forgotten), record]);
        return record;
      }),

    rotateAccessKey: (id, digest, overlapMs) =>
      change('rotateAccessKey', id, (record, nowMs) => rotated(record, digest, overlapMs, nowMs)),

    revokeAccessKey: (id) => change('revokeAccessKey', id, revoked),

    async readAccessKeys(known) {
      return environment.read('readAccessKeys', (root) => {
        const version = versionIn(root);
        const keys = version === known ? undefined : [...recordsIn(root)].sort(byAge);
        return { version, nowMs: Date.now(), keys };
      });
    },

    async noteAccessKeyUse(id) {
      await environment.write('noteAccessKeyUse', (root) => {
        if (recordsIn(root).some((record) => record.id === id))
          root.put(lmdbKeys.accessKeyUse(id), Date.now());
      });
    },

    async readAccessKeyUses() {
      return environment.read('readAccessKeyUses', (root) => {
        const uses = recordsIn(root).flatMap(({ id }) => {
          const usedMs = root.get(lmdbKeys.accessKeyUse(id)) as number | undefined;
          return usedMs === undefined ? [] : [[id, usedMs] as const];
        });
        return new Map(uses);
      });
    },

    onAccessKeyHint(listener) {
      let known: string | undefined;
      return environment.onCommit(async () => {
        const version = await environment.read('readAccessKeys', versionIn).catch(() => undefined);
        if (version !== known) listener();
        known = version;
      });
    },
  };
}

function versionIn(root: LmdbRoot): string {
  return (root.get(lmdbKeys.accessKeyVersion) as string | undefined) ?? 'none';
}

function recordsIn(root: LmdbRoot): readonly KeyRecord[] {
  return (root.get(lmdbKeys.accessKeys) as readonly KeyRecord[] | undefined) ?? [];
}

function put(root: LmdbRoot, records: readonly KeyRecord[]): void {
  root.put(lmdbKeys.accessKeys, records);
  root.put(lmdbKeys.accessKeyVersion, newKeyVersion());
}
