import { join } from 'node:path';
import type { Generator } from '@understudy/generator';
import type { MetadataStore } from '@understudy/metadata-store';
import { Calibrator } from '../calibration/calibrator.js';
import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import { createAdmission } from '../produce/admission.js';
import { AddressBudgets } from './address-budgets.js';
import { Prices } from './prices.js';

interface Parts {
  readonly workerId: string;
  readonly generator: Generator;
  readonly metadata: MetadataStore;
  readonly workers: () => number;
  readonly events: WorkerEvents;
}

/** What is made and when, for how much, and for whose budget. */
export function createPricing(config: WorkerConfig, parts: Parts) {
  const { workerId, generator, metadata, workers, events } = parts;
  const admission = createAdmission(config);
  const prices = new Prices(generator);
  const budgets = new AddressBudgets({
    store: metadata,
    terms:
      config.addressBudget === 0
        ? undefined
        : { burst: config.addressBudget, perSecond: config.addressBudgetPerS },
    share: config.addressShare,
    workers,
    kept: config.addressesKept,
    onCharged: (price, granted) => events.budgetCharged(price, granted),
  });
  const calibrator = new Calibrator({
    workerId,
    generator: `${generator.name}@${generator.version}#${generator.fingerprint}`,
    pricing: prices.pricing,
    file: join(config.dataDir, 'calibration'),
    store: metadata,
    afterMs: config.calibrateAfterMs,
    isBusy: () => admission.running > 0,
    onCalibrated: (machine) => events.calibrated(machine),
    onFailed: (error) => events.calibrationFailed(error),
  });
  return { admission, prices, budgets, calibrator };
}
