import { canonicalDescription, parseDescription, textDigest } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import type { StoredDescription } from '@understudy/metadata-store';

/**
 * Why a line's description must not be stored; undefined when it may. A store takes what it is given: under a wrong digest it
 * would be another video than the one that the catalog and the workers see, and what is not valid nobody can make.
 */
export function faultOf({ digest, json }: Pick<StoredDescription, 'digest' | 'json'>): string | undefined {
  if (textDigest(json) !== digest) return 'its digest is not that of its description';
  try {
    if (canonicalDescription(parseDescription(JSON.parse(json))) === json) return undefined;
    return 'its description is not in canonical form (RFC 8785)';
  } catch (error) {
    if (!isUnderstudyError(error, 'invalid_description')) return 'its description is no JSON';
    const fields = error.fieldErrors?.map(({ path, message }) => `${path || 'the whole'} ${message}`);
    return `its description is not valid: ${fields?.join('; ')}`;
  }
}
