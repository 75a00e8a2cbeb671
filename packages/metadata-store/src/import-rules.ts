import { checkCount } from './content-id.js';
import type { ImportResult, StoredDescription } from './descriptions.js';
import { checkName } from './names.js';

/** Passes a description to import on, or throws `internal`: what comes from outside is checked by who reads it. */
export function checkImport<T extends Pick<StoredDescription, 'contentId' | 'digest'>>(description: T): T {
  checkName('digest', description.digest);
  checkCount(description.contentId);
  return description;
}

/** Says which of the two is taken. `idOfDigest` is the content ID that the digest has, or empty, or `deleted`. */
export function importConflict({ contentId, digest }: StoredDescription, idOfDigest: string): ImportResult {
  const id = contentId.toString();
  if (idOfDigest === 'deleted') return { outcome: 'conflict', why: `content ID ${id} was deleted here` };
  if (idOfDigest === '')
    return { outcome: 'conflict', why: `content ID ${id} belongs to another description` };
  if (idOfDigest === id) {
    return { outcome: 'conflict', why: `content ID ${id} has another text under digest ${digest}` };
  }
  return { outcome: 'conflict', why: `digest ${digest} has content ID ${idOfDigest} here, not ${id}` };
}

/** What deleting came to, as the result of an import. */
export function importedDeletion(
  { contentId }: Pick<StoredDescription, 'contentId'>,
  outcome: 'deleted' | 'gone' | 'unknown' | 'mistaken',
): ImportResult {
  if (outcome === 'deleted') return { outcome: 'imported' };
  if (outcome === 'gone') return { outcome: 'present' };
  return { outcome: 'conflict', why: `deleted content ID ${contentId} is that of another description here` };
}
