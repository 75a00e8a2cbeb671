import type { EventLine } from './event-store.js';

export const levels = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof levels)[number];

/** Lines of a level or above that have the text anywhere: in a request ID, a video's ID, a source, an event's name. */
export function filterEvents(lines: readonly EventLine[], level: Level, text: string): readonly EventLine[] {
  const least = rankOf(level);
  const wanted = text.trim().toLowerCase();
  return lines.filter(
    (line) => rankOf(line.level) >= least && (wanted === '' || textOf(line).includes(wanted)),
  );
}

/** `fatal`, and what is unknown, is never left out. */
function rankOf(level: string): number {
  const rank = (levels as readonly string[]).indexOf(level);
  return rank === -1 ? levels.length : rank;
}

function textOf({ line: _, ...event }: EventLine): string {
  return Object.values(event)
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    .join(' ')
    .toLowerCase();
}
