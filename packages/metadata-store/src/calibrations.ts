/** What a worker found that making costs on it, as it tells the others. */
export interface CalibrationRecord {
  readonly workerId: string;
  /** Opaque here. */
  readonly json: string;
}

export interface Calibrations {
  /** Keeps it for another `leaseMs`, by the store's clock, in place of what this worker told before. */
  announceCalibration(calibration: CalibrationRecord, leaseMs: number): Promise<void>;

  /** Those whose lease has not run out, sorted by worker ID. */
  readCalibrations(): Promise<readonly CalibrationRecord[]>;
}

export function byWorkerId(a: CalibrationRecord, b: CalibrationRecord): number {
  return a.workerId < b.workerId ? -1 : 1;
}
