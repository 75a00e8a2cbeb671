/** Every place in the code that has a fault point, as `area.moment`. */
export const faultNames = [
  'archive.begun',
  'archive.completed',
  'archive.fetched',
  'archive.manifest',
  'archive.part',
  'archive.part-noted',
  'archive.remove',
  'archive.sent',
  'damage.kept',
  'delete.applied',
  'delete.removed',
  'delete.stopped',
  'describe.written',
  'evict',
  'evict.dropped',
  'read',
  'rebalance.copied',
  'rebalance.promised',
  'remove.renamed',
  'repair.renamed',
  'repair.synced',
  'repair.write',
  'seal',
  'seal.renamed',
  'seal.synced',
  'write',
  'write.done',
] as const;

export type FaultName = (typeof faultNames)[number];

export function isFaultName(name: string): name is FaultName {
  return (faultNames as readonly string[]).includes(name);
}
