import { byAge, firstToForget, newKeyVersion, recordOf, revoked, rotated } from '../access-key-rules.js';
import type { AccessKeys, KeyRecord } from '../access-keys.js';
import { checkName } from '../names.js';
import { unavailable } from '../unavailable.js';
import type { RedisCommands } from './redis-commands.js';
import type { DurableRun } from './redis-descriptions.js';
import type { RedisHints } from './redis-hints.js';
import type { RedisKeys } from './redis-keys.js';

/** A change is tried again when another came between its reading and its writing; operators are few. */
const mostTries = 10;

/** What the table is made into: a record, and the ID of one that is forgotten for it. */
interface Change {
  readonly record: KeyRecord;
  readonly forget?: string | undefined;
}

/** As durable as descriptions are. */
export function redisAccessKeys(
  commands: RedisCommands,
  durably: DurableRun,
  keys: RedisKeys,
  hints: Pick<RedisHints, 'listen'>,
): AccessKeys {
  const read = async (known: string) => {
    const tableKeys = [keys.accessKeys, keys.accessKeyVersion] as const;
    const [nowMs, version, texts] = await commands.run('readAccessKeys', tableKeys, [known]);
    return {
      nowMs: Number(nowMs),
      version: String(version),
      records: texts === undefined ? undefined : (texts as readonly string[]),
    };
  };

  /** Writes what `make` gives, if the record of `id` is still the one that it saw; otherwise again. */
  const change = async (
    id: string,
    make: (records: readonly KeyRecord[], nowMs: number) => Change | undefined,
  ): Promise<KeyRecord | undefined> => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { nowMs, records: texts = [] } = await read('');
      const records = texts.map((text) => JSON.parse(text) as KeyRecord);
      const made = make(records, nowMs);
      if (made === undefined) return undefined;
      const before = texts[records.findIndex((record) => record.id === id)] ?? '';
      const [outcome] = await durably(
        'changeAccessKey',
        [keys.accessKeys, keys.accessKeyVersion, keys.accessKeyUses],
        [
          ...[checkName('key ID', id), before, JSON.stringify(made.record), newKeyVersion()],
          ...[records.length, made.forget ?? '', keys.memberState],
        ],
      );
      if (outcome === 'written') return made.record;
    }
    throw unavailable('keys are being changed by others');
  };

  return {
    createAccessKey: (draft, most) =>
      change(draft.id, (records, nowMs) => {
        const record = recordOf(draft, nowMs);
        if (records.length < most) return { record };
        const forget = firstToForget(records, nowMs)?.id;
        return forget === undefined ? undefined : { record, forget };
      }),

    rotateAccessKey: (id, digest, overlapMs) =>
      change(id, (records, nowMs) => {
        const found = records.find((record) => record.id === id);
        const record = found && rotated(found, digest, overlapMs, nowMs);
        return record && { record };
      }),

    revokeAccessKey: (id) =>
      change(id, (records, nowMs) => {
        const found = records.find((record) => record.id === id);
        return found && { record: revoked(found, nowMs) };
      }),

    async readAccessKeys(known) {
      const { nowMs, version, records } = await read(known ?? '');
      const parsed = records?.map((text) => JSON.parse(text) as KeyRecord).sort(byAge);
      return { version, nowMs, keys: parsed };
    },

    async noteAccessKeyUse(id) {
      const useKeys = [keys.accessKeys, keys.accessKeyUses] as const;
      await commands.run('noteAccessKeyUse', useKeys, [checkName('key ID', id)]);
    },

    async readAccessKeyUses() {
      const [ids, times] = await commands.run('readAccessKeyUses', [keys.accessKeyUses, keys.accessKeys], []);
      const useTimes = times as readonly string[];
      return new Map((ids as readonly string[]).map((id, index) => [id, Number(useTimes[index])]));
    },

    onAccessKeyHint: (listener) => hints.listen(listener),
  };
}
