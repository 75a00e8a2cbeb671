import { UnderstudyError } from '@understudy/errors';
import { isContentId } from './content-id.js';
import type { ImportResult, StoredDescription } from './descriptions.js';
import { checkName } from './names.js';

/** Passes a description to import on, or throws `internal`: what comes from outside is checked by who reads it. */
export function checkImport(description: StoredDescription): StoredDescription {
  checkName('digest', description.digest);
  const { contentId } = description;
  if (!isContentId(contentId)) {
    throw new UnderstudyError('internal', `content ID ${contentId} is none that a store gives`);
  }
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
