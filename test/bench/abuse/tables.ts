import { reportRows } from '../report.js';
import type { Attack } from './attack.js';
import { attacks } from './attacks.js';
import type { Compared, Figures } from './comparison.js';

const docs = new URL('../../../docs/abuse.md', import.meta.url);
const order = attacks.map(({ title }) => title);

export interface Sides {
  readonly router: Compared;
  readonly sticky: Compared;
}

const timesBound = 1.2;
/** No player shows a silence that is shorter: each has more than that before it. */
const unseenMs = 250;

/** How many times as long viewers wait for a first byte under the attack. */
const times = ({ without, under }: Compared): number => under.firstByteP99Ms / without.firstByteP99Ms;

/** What of an attack's outcome is past its bound. */
export function pastBounds(compared: Compared): string[] {
  const { without, under } = compared;
  const silenceMs = Math.max(unseenMs, without.longestSilenceMs * timesBound);
  return [
    ...under.failures.map((what) => `under the attack: ${what}`),
    ...without.failures.map((what) => `without it: ${what}`),
    ...(times(compared) <= timesBound ? [] : [`first byte p99: ${times(compared).toFixed(2)} ×`]),
    ...(under.longestSilenceMs <= silenceMs ? [] : [`a silence of ${ms(under.longestSilenceMs)}`]),
  ];
}

/** Writes what an attack did into `docs/abuse.md`, and leaves what was measured of the others. A run that is `shortened` only prints. */
export function tellOf(attack: Attack, { router, sticky }: Sides, shortened: boolean): void {
  const page = shortened ? undefined : docs;
  const viewersHead = [
    'attack',
    'first byte p99',
    `times (≤ ${timesBound})`,
    'longest silence',
    'failures (0)',
    'nginx: first byte p99',
    'times',
    'longest silence',
    'failures',
  ];
  reportRows(
    page,
    'What viewers notice',
    [viewersHead, [attack.title, ...shown(router), ...shown(sticky)]],
    order,
  );
  const attackersHead = [
    'attack',
    'how much',
    'answers',
    'CPU',
    'of each',
    'nginx: answers',
    'CPU',
    'of each',
  ];
  reportRows(
    page,
    'What attackers get, and cost',
    [attackersHead, [attack.title, attack.rate, ...got(router), ...got(sticky)]],
    order,
  );
}

/** Without and with the attack. */
function shown(compared: Compared): string[] {
  const { without, under } = compared;
  const both = (of: (figures: Figures) => number) => `${ms(of(without))}, ${ms(of(under))}`;
  return [
    both(({ firstByteP99Ms }) => firstByteP99Ms),
    `${times(compared).toFixed(2)} ×`,
    both(({ longestSilenceMs }) => longestSilenceMs),
    String(under.failures.length),
  ];
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;

/** Answers, the most frequent first; CPU of the attacked for each second of the attack, and for each answer. */
function got({ answers, attackSeconds, cpuPerS }: Compared): string[] {
  const sorted = Object.entries(answers).sort(([, a], [, b]) => b - a);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  return [
    sorted.map(([answer, count]) => `${count.toLocaleString('en')} × ${answer}`).join(', '),
    `${cpuPerS.toFixed(2)} s/s`,
    `${((cpuPerS * attackSeconds * 1_000) / Math.max(1, total)).toFixed(1)} ms`,
  ];
}
