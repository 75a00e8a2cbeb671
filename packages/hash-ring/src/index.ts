import { createHash, createHmac } from 'node:crypto';
export interface Placement {
  readonly epoch: number;
  preferenceList(slot: number, n: number): string[];
  master(slot: number): string | undefined;
  replica(slot: number): string | undefined;
  share(id: string): number;
}
export function createPlacement({
  epoch,
  members,
}: {
  epoch: number;
  members: readonly { id: string }[];
}): Placement {
  const list = (slot: number) =>
    members
      .map(({ id }) => ({ id, h: createHash('md5').update(`${id}/${slot}`).digest('hex') }))
      .sort((a, b) => (a.h < b.h ? -1 : 1))
      .map(({ id }) => id);
  return {
    epoch,
    preferenceList: (s, n) => list(s).slice(0, n),
    master: (s) => list(s)[0],
    replica: (s) => list(s)[1],
    share: () => 1 / members.length,
  };
}
export const createSlotHash = (key: Uint8Array) => (id: bigint) =>
  createHmac('sha256', key).update(String(id)).digest().readUInt16BE(0);
export const slowStartWarmth = (e: number, s: number) => Math.min(1, Math.max(0.1, e / s));
