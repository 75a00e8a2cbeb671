import { byWorkerId, type CalibrationRecord, type Calibrations } from '../calibrations.js';
import { checkName } from '../names.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

/** By worker ID; until when, on the clock of `Date.now()`, which is the one clock of a store of one machine. */
type Stored = Readonly<Record<string, { readonly json: string; readonly untilMs: number }>>;

export function lmdbCalibrations(environment: LmdbEnvironment): Calibrations {
  const liveIn = (stored: unknown) =>
    Object.entries((stored as Stored | undefined) ?? {}).filter(([, { untilMs }]) => untilMs > Date.now());
  return {
    async announceCalibration({ workerId, json }, leaseMs) {
      checkName('worker ID', workerId);
      await environment.write('announceCalibration', (root) => {
        const live = Object.fromEntries(liveIn(root.get(lmdbKeys.calibrations)));
        root.put(lmdbKeys.calibrations, { ...live, [workerId]: { json, untilMs: Date.now() + leaseMs } });
      });
    },

    async readCalibrations() {
      const stored = await environment.read('readCalibrations', (root) => root.get(lmdbKeys.calibrations));
      return liveIn(stored)
        .map(([workerId, { json }]): CalibrationRecord => ({ workerId, json }))
        .sort(byWorkerId);
    },
  };
}
