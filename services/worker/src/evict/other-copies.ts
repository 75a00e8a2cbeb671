import type { Member, MetadataStore } from '@understudy/metadata-store';
import type { ArtifactStatus } from '@understudy/peer-protocol';
import type { Victim } from './victims.js';

export interface OtherCopiesOptions {
  readonly selfId: string;
  readonly metadata: Pick<MetadataStore, 'readHolders'>;
  readonly member: (workerId: string) => Member | undefined;
  /** What a worker has of a video; undefined when it has nothing or does not answer in time. Never rejects. */
  readonly statusOf: (member: Member, contentId: bigint) => Promise<ArtifactStatus | undefined>;
}

/**
 * How many other workers have all of a copy: those that the metadata store names, asked themselves. Undefined when the store does
 * not answer. Never rejects.
 */
export async function otherCopiesOf(
  { selfId, metadata, member, statusOf }: OtherCopiesOptions,
  { artifactId, contentId }: Pick<Victim, 'artifactId' | 'contentId'>,
): Promise<number | undefined> {
  const holders = await metadata.readHolders(artifactId).catch(() => undefined);
  if (holders === undefined) return undefined;
  const others = holders.flatMap(({ worker }) => (worker === selfId ? [] : (member(worker) ?? [])));
  const statuses = await Promise.all(others.map((other) => statusOf(other, contentId)));
  return statuses.filter((status) => status?.artifactId === artifactId && status.complete).length;
}
