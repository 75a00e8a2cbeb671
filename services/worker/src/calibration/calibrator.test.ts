import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { flatPricing, type Pricing } from '@understudy/generator';
import type { CalibrationRecord } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Calibrator } from './calibrator.js';

let directory: string;
let open: Calibrator[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-calibration-'));
  open = [];
});
afterEach(async () => {
  for (const calibrator of open) await calibrator.close();
  await rm(directory, { recursive: true });
});

/** A machine that is three times as slow as the reference machine. */
function slowPricing(): Pricing & { measured: number } {
  const pricing = {
    ...flatPricing('any', false),
    measured: 0,
    async calibrate() {
      pricing.measured += 1;
      pricing.learning.calibrate({ any: 1 }, 3);
    },
  };
  return pricing;
}

function start(pricing: Pricing, changes: Partial<ConstructorParameters<typeof Calibrator>[0]> = {}) {
  const told: CalibrationRecord[] = [];
  const failures: unknown[] = [];
  const calibrator = new Calibrator({
    workerId: 'w1',
    generator: 'g@1#a',
    pricing,
    file: join(directory, 'calibration'),
    store: {
      announceCalibration: async (calibration) => void told.push(calibration),
      readCalibrations: async () => [],
    },
    afterMs: 1,
    isBusy: () => false,
    onCalibrated: () => {},
    onFailed: (error) => failures.push(error),
    ...changes,
  });
  open.push(calibrator);
  return { calibrator, told, failures };
}

test('a machine is measured once; then what was found is read from its file, and told', async () => {
  const first = slowPricing();
  const { calibrator, told } = start(first);
  await calibrator.begin();
  await expect.poll(() => told).toHaveLength(1);
  expect(told[0]).toEqual({ workerId: 'w1', json: '{"generator":"g@1#a","machine":3,"parts":{}}' });
  await calibrator.close();
  const again = slowPricing();
  const second = start(again);
  await second.calibrator.begin();
  await expect.poll(() => second.told).toHaveLength(1);
  expect([again.measured, again.learning.calibration.machine]).toEqual([0, 3]);
});

test('of another generator, or damaged, what is kept is not taken', async () => {
  await writeFile(join(directory, 'calibration'), '{"generator":"g@1#b","machine":5,"parts":{}}');
  const pricing = slowPricing();
  const { calibrator } = start(pricing);
  await calibrator.begin();
  await expect.poll(() => pricing.learning.calibration.machine).toBe(3);
  await calibrator.close();
  await writeFile(join(directory, 'calibration'), 'no JSON');
  const { failures, ...damaged } = start(slowPricing());
  await damaged.calibrator.begin();
  expect(failures).toHaveLength(1);
});

test('while it makes something, or has made something, it is not measured: that teaches', async () => {
  const pricing = slowPricing();
  let looked = 0;
  const { calibrator } = start(pricing, {
    isBusy: () => {
      looked += 1;
      if (looked === 3) pricing.learning.note({ any: 1 }, 2);
      return true;
    },
  });
  await calibrator.begin();
  await expect.poll(() => looked).toBe(3);
  await calibrator.close();
  expect(pricing.measured).toBe(0);
  expect(JSON.parse(await readFile(join(directory, 'calibration'), 'utf8')).parts.any).toBeGreaterThan(1);
});

test('a store that is away is no reason to stop', async () => {
  const pricing = slowPricing();
  const away = async () => {
    throw new UnderstudyError('metadata_unavailable');
  };
  const { calibrator, failures } = start(pricing, {
    store: { announceCalibration: away, readCalibrations: away },
  });
  await calibrator.begin();
  await expect.poll(() => failures).toHaveLength(1);
  expect(pricing.learning.calibration.machine).toBe(3);
});
