import { createHash } from 'node:crypto';
import type { Rendered } from './rendition.js';

/**
 * The one text of a description: JSON by RFC 8785 (members sorted by UTF-16 code units, ECMAScript's forms of numbers
 * and strings, no white space). Equal descriptions have equal texts; a rendition has that of its video.
 */
export function canonicalDescription({ rendition: _, ...description }: Rendered): string {
  return canonicalJson(description);
}

/** SHA-256 of the canonical text, as 64 lower-case hex digits. */
export function descriptionDigest(description: Rendered): string {
  return textDigest(canonicalDescription(description));
}

/** The digest of a description whose canonical text this is. */
export function textDigest(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
