import { isUnderstudyError } from '@understudy/errors';
import type { Member, MetadataStore } from '@understudy/metadata-store';
import type { MembershipView } from '../membership/view.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** The first of the preference list: those that have a copy unless something is just being moved. */
const likeliest = 4;

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
  const holders = await metadata.readHolders(artifactId).catch((error: unknown) => {
    if (isUnderstudyError(error, 'metadata_unavailable')) return [];
    throw error;
  });
  const placed = view().othersInOrder(contentId).slice(0, likeliest);
  const recorded = holders.flatMap(({ worker }) => view().member(worker) ?? []);
  const known = new Map([...placed, ...recorded].map((member) => [member.id, member]));
  known.delete(selfId);
  return [...known.values()];
}
