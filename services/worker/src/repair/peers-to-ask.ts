import type { Member, MetadataStore } from '@understudy/metadata-store';
import { likeliest, recordedHolders } from '../membership/likely-holders.js';
import type { MembershipView } from '../membership/view.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

export interface PeersToAsk {
  readonly selfId: string;
  readonly view: () => MembershipView;
  readonly metadata: Pick<MetadataStore, 'readHolders'>;
}

/** Who may have a good copy of an artifact's pieces: by the ring, and by what the metadata store knows while it is there. */
export async function peersToAsk(
  { selfId, view, metadata }: PeersToAsk,
  { contentId, artifactId }: StoredArtifact,
): Promise<Member[]> {
  const holders = await recordedHolders(metadata, artifactId);
  const placed = view().othersInOrder(contentId).slice(0, likeliest);
  const recorded = holders.flatMap((worker) => view().member(worker) ?? []);
  const known = new Map([...placed, ...recorded].map((member) => [member.id, member]));
  known.delete(selfId);
  return [...known.values()];
}
