import { setTimeout as pass } from 'node:timers/promises';
import type { S3Server } from '@understudy/archive/testing';
import type { RedisServer } from '@understudy/metadata-store/testing';
import type { TestCluster } from '../cluster/start.js';

/** What is broken. */
export interface Stage {
  readonly cluster: TestCluster;
  /** Undefined where the metadata store is embedded. */
  readonly redis: RedisServer | undefined;
  readonly archive: S3Server;
  readonly random: () => number;
}

export interface Fault {
  /** How many copies of a video it may take from players, at most. Default 0. */
  readonly copiesAway?: number;
  /** Resolves when what it took away is back. */
  inflict(stage: Stage): Promise<void>;
}

/** Faults of which one comes after the other, by name. */
export type Lane = Readonly<Record<string, Fault>>;

/** Passes some time between two, in ms. */
export const between = ({ random }: Stage, fromMs: number, toMs: number) =>
  pass(fromMs + random() * (toMs - fromMs));

export function oneOf<T>(all: readonly T[], random: () => number): T {
  return all[Math.floor(random() * all.length)] as T;
}

/** Those that are always there. */
export const workerIds = ['w1', 'w2', 'w3', 'w4'];

/** The place of the router that has several processes. */
export const manyProcesses = 1;
