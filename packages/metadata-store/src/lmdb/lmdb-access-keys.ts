import { byAge, firstToForget, newKeyVersion, recordOf, revoked, rotated } from '../access-key-rules.js';
import type { AccessKeys, KeyRecord } from '../access-keys.js';
import type { LmdbEnvironment, LmdbRoot } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

interface StoredKeys {
  readonly version: string;
  readonly records: readonly KeyRecord[];
}

const none: StoredKeys = { version: 'none', records: [] };

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbAccessKeys(environment: LmdbEnvironment): AccessKeys {
  const tableOf = (root: LmdbRoot) => (root.get(lmdbKeys.accessKeys) as StoredKeys | undefined) ?? none;
  const readTable = (operation: string) => environment.read(operation, tableOf);

  /** Replaces a record by what `make` gives, or keeps all as it is. */
  const change = (
    operation: string,
    id: string,
    make: (record: KeyRecord, nowMs: number) => KeyRecord | undefined,
  ) =>
    environment.write(operation, (root) => {
      const { records } = tableOf(root);
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
        const { records } = tableOf(root);
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
      const { version, records } = await readTable('readAccessKeys');
      const keys = version === known ? undefined : [...records].sort(byAge);
      return { version, nowMs: Date.now(), keys };
    },

    async noteAccessKeyUse(id) {
      const { records } = await readTable('noteAccessKeyUse');
      if (!records.some((record) => record.id === id)) return;
      await environment.write('noteAccessKeyUse', (root) => {
        root.put(lmdbKeys.accessKeyUse(id), Date.now());
      });
    },

    async readAccessKeyUses() {
      return environment.read('readAccessKeyUses', (root) => {
        const uses = tableOf(root).records.flatMap(({ id }) => {
          const usedMs = root.get(lmdbKeys.accessKeyUse(id)) as number | undefined;
          return usedMs === undefined ? [] : [[id, usedMs] as const];
        });
        return new Map(uses);
      });
    },

    onAccessKeyHint(listener) {
      let known: string | undefined;
      return environment.onCommit(async () => {
        const version = await readTable('readAccessKeys').then(
          (table) => table.version,
          () => undefined,
        );
        if (version !== known) listener();
        known = version;
      });
    },
  };
}

function put(root: LmdbRoot, records: readonly KeyRecord[]): void {
  root.put(lmdbKeys.accessKeys, { version: newKeyVersion(), records } satisfies StoredKeys);
}
