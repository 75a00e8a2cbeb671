import { type Deletion, isContentId, type StoredDescription } from '@understudy/metadata-store';

export type DeletedDescription = Pick<Deletion, 'contentId' | 'digest'>;

/** A line of an export: what it is, a description, a deletion, or how many of both there were: without that one it is not whole. */
export type ExportLine =
  | { readonly type: 'header' }
  | { readonly type: 'description'; readonly description: StoredDescription }
  | { readonly type: 'deletion'; readonly deletion: DeletedDescription }
  | { readonly type: 'end'; readonly count: number };

const format = 'understudy-descriptions';
const version = 1;

export function headerLine(): string {
  return `${JSON.stringify({ format, version })}\n`;
}

/** IDs are texts: a JSON number ends at 2^53. The description is a text too, because its digest is that of the text. */
export function descriptionLine({ contentId, digest, json }: StoredDescription): string {
  return `${JSON.stringify({ contentId: contentId.toString(), digest, description: json })}\n`;
}

export function deletionLine({ contentId, digest }: DeletedDescription): string {
  return `${JSON.stringify({ contentId: contentId.toString(), digest, deleted: true })}\n`;
}

export function endLine(count: number): string {
  return `${JSON.stringify({ end: true, count })}\n`;
}

/**
 * Reads a line of an export.
 * @throws Error that says what is wrong with it, to stand behind the line's number
 */
export function parseLine(line: string): ExportLine {
  const value = parseObject(line);
  if ('format' in value) {
    if (value['format'] !== format || value['version'] !== version) {
      throw new Error(`is of another format than ${format}, version ${version}`);
    }
    return { type: 'header' };
  }
  if (value['end'] === true) return { type: 'end', count: Number(value['count']) };
  const { contentId, digest, description, deleted } = value;
  if (
    typeof contentId !== 'string' ||
    !/^[1-9]\d{0,19}$/.test(contentId) ||
    !isContentId(BigInt(contentId))
  ) {
    throw new Error('has a contentId that is not a number which a store gives, in quotes');
  }
  if (typeof digest !== 'string' || !/^[\da-f]{64}$/.test(digest)) {
    throw new Error('has a digest that is not a SHA-256 in hex');
  }
  if (deleted === true) return { type: 'deletion', deletion: { contentId: BigInt(contentId), digest } };
  if (typeof description !== 'string') throw new Error('has a description that is not a text');
  return { type: 'description', description: { contentId: BigInt(contentId), digest, json: description } };
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // As for any other value.
  }
  throw new Error('is no JSON object');
}
