import type { IncomingHttpHeaders } from 'node:http';

/** What a player tells of itself with a request (CTA-5004, CMCD version 1 and 2), as far as it is counted here. */
export interface PlayerData {
  /** One of the names of `sta`, or `unknown`. */
  readonly state: string;
  /** Whether its buffer ran empty since its last request (`bs`). */
  readonly starved: boolean;
  /** How long each standstill that is over lasted, in ms (`bsd`). */
  readonly rebufferedMs: readonly number[];
  /** From the wish to play until it played, in ms (`msd`); told once. */
  readonly startMs: number | undefined;
}

/** The tokens of `sta`. */
const states = new Map([
  ['s', 'starting'],
  ['p', 'playing'],
  ['k', 'seeking'],
  ['r', 'rebuffering'],
  ['a', 'paused'],
  ['w', 'waiting'],
  ['e', 'ended'],
  ['f', 'failed'],
  ['q', 'quit'],
  ['d', 'preloading'],
]);

/** Longer ones are not read: with every key that there is, a player needs less than half of it. */
const mostCharacters = 2_048;
const mostKeys = 64;
const mostDurations = 16;
/** An hour. Longer ones are no measurement. */
const longestMs = 3_600_000;

const headerNames = ['cmcd-object', 'cmcd-request', 'cmcd-session', 'cmcd-status'] as const;

/** A member of a dictionary (RFC 8941 section 3.2): a key, and where it has one its value: a string, an inner list, or a bare item. */
const member =
  /\s*([a-zA-Z][\w.-]*)(?:=("(?:[^"\\]|\\.)*"|\((?:[^()"]|"(?:[^"\\]|\\.)*")*\)|[^,"()\s]*))?\s*(?:,|$)/y;

/** Undefined where nothing is told. What is not valid is passed over, and nothing fails for it. */
export function readPlayerData(query: unknown, headers: IncomingHttpHeaders): PlayerData | undefined {
  const texts: string[] = [];
  if (isTold(query)) texts.push(query);
  for (const name of headerNames) {
    const text = headers[name];
    if (isTold(text)) texts.push(text);
  }
  if (texts.length === 0) return undefined;
  const told = new Map(texts.flatMap(membersOf));
  return {
    state: states.get(told.get('sta') ?? '') ?? 'unknown',
    starved: told.has('bs') && told.get('bs') !== '?0' && told.get('bs') !== 'false',
    rebufferedMs: durationsOf(told.get('bsd')),
    startMs: durationsOf(told.get('msd'))[0],
  };
}

function isTold(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && text.length <= mostCharacters;
}

function membersOf(text: string): [key: string, value: string][] {
  const members: [string, string][] = [];
  member.lastIndex = 0;
  while (member.lastIndex < text.length && members.length < mostKeys) {
    const match = member.exec(text);
    if (match === null) break;
    members.push([match[1] as string, match[2] ?? '']);
  }
  return members;
}

/** One number, or those of an inner list as `(120;av 80)`. */
function durationsOf(value: string | undefined): number[] {
  if (value === undefined) return [];
  const items = value.startsWith('(') ? value.slice(1, -1).split(' ', mostDurations + 1) : [value];
  if (items.length > mostDurations) return [];
  return items.flatMap((item) => {
    const ms = /^(\d{1,7})(;|$)/.exec(item)?.[1];
    return ms !== undefined && Number(ms) <= longestMs ? [Number(ms)] : [];
  });
}
