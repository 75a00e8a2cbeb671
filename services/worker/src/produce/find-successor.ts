import type { Member } from '@understudy/metadata-store';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';

/** Who generates an artifact from here on, while this worker is about to go; undefined while it stays, or where nobody is. */
export async function findSuccessor(
  { handsOver, view, isAlive }: Pick<ProductionContext, 'handsOver' | 'view' | 'isAlive'>,
  { contentId }: Pick<StoredArtifact, 'contentId'>,
): Promise<Member | undefined> {
  if (!handsOver()) return undefined;
  for (const member of view().othersInOrder(contentId))
    if (member.state === 'active' && (await isAlive(member.url))) return member;
  return undefined;
}
