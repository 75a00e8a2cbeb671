import type { Cursors } from './collect.js';

/** Half of what the head of a request may have. A cluster of fifty processes has less. */
const longest = 8 * 1024;

/** As the `id` of a server-sent event, which a client gives back as `Last-Event-ID`. */
export function formatCursors(cursors: Cursors): string {
  return Buffer.from(JSON.stringify(cursors)).toString('base64url');
}

/** None of what is no such text: then everything that is kept comes again. */
export function parseCursors(text: string | undefined): Cursors {
  if (text === undefined || text.length > longest) return {};
  try {
    const parsed = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}
