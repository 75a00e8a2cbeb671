import { UnderstudyError } from '@understudy/errors';
import { type ImportResult, maxContentId, type StoredDescription } from './descriptions.js';
import { checkName } from './names.js';

/** Passes a description to import on, or throws `internal`: what comes from outside is checked by who reads it. */
export function checkImport(description: StoredDescription): StoredDescription {
  checkName('digest', description.digest);
  if (description.contentId < 1n || description.contentId > maxContentId) {
    throw new UnderstudyError(
      'internal',
      `content ID ${description.contentId} is not from 1 to ${maxContentId}`,
    );
  }
  return description;
}

/** Says which of the two is taken. `idOfDigest` is the content ID that the digest has, or empty. */
export function importConflict({ contentId, digest }: StoredDescription, idOfDigest: string): ImportResult {
  const id = contentId.toString();
  if (idOfDigest === '')
    return { outcome: 'conflict', why: `content ID ${id} belongs to another description` };
  if (idOfDigest === id) {
    return { outcome: 'conflict', why: `content ID ${id} has another text under digest ${digest}` };
  }
  return { outcome: 'conflict', why: `digest ${digest} has content ID ${idOfDigest} here, not ${id}` };
}
