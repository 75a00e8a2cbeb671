import { byWorkerId, type CalibrationRecord, type Calibrations } from '../calibrations.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisCalibrations(commands: RedisCommands, keys: RedisKeys): Calibrations {
  return {
    async announceCalibration(calibration, leaseMs) {
      const values = [checkName('worker ID', calibration.workerId), JSON.stringify(calibration), leaseMs];
      await commands.run('announceCalibration', [keys.calibrations], values);
    },

    async readCalibrations() {
      const [records] = await commands.run('readCalibrations', [keys.calibrations], []);
      return (records as readonly string[])
        .map((record) => JSON.parse(record) as CalibrationRecord)
        .sort(byWorkerId);
    },
  };
}
