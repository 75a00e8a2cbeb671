import { setTimeout as pass } from 'node:timers/promises';
import { percentile } from '../report.js';
import type { Attack } from './attack.js';
import { startAttackers } from './attackers.js';
import type { Side } from './sides.js';
import { type Seen, Viewers } from './viewers.js';

/** What viewers saw in some of the time. */
export interface Figures {
  readonly firstByteP99Ms: number;
  readonly longestSilenceMs: number;
  readonly failures: readonly string[];
}

export interface Compared {
  readonly without: Figures;
  readonly under: Figures;
  /** What attackers got. */
  readonly answers: Readonly<Record<string, number>>;
  readonly attackSeconds: number;
  /** CPU seconds of the attacked for each second of the attack, over those without it. */
  readonly cpuPerS: number;
}

export interface Times {
  readonly attackS: number;
  /** Without the attack, before and after it. */
  readonly quietS: number;
}

/** All viewers have come, and what was begun for them at once is made. */
const warmUpMs = 9_000;
/** What an attack began has ended: the time behind it is one without. */
const settleMs = 3_000;

/** The same viewers before an attack, while it goes on, and after it. */
export async function compare(side: Side, attack: Attack, { attackS, quietS }: Times): Promise<Compared> {
  const attackers = await startAttackers(attack.name);
  const viewers = new Viewers(side);
  try {
    await pass(warmUpMs);
    const quiet = [await span(side, () => pass(quietS * 1_000))];
    const stock = {
      dear: side.door.stock.dear.splice(0, (attack.takes?.dear ?? 0) * attackS),
      light: side.door.stock.light.splice(0, (attack.takes?.light ?? 0) * attackS),
    };
    const door = { ...side.door, stock };
    let answers: Readonly<Record<string, number>> = {};
    const under = await span(side, async () => {
      ({ answers } = await attackers.attack({ door, seconds: attackS }));
    });
    await pass(settleMs);
    quiet.push(await span(side, () => pass(quietS * 1_000)));
    await viewers.leave();
    const cpuPerS = (spans: readonly Span[]) =>
      spans.reduce((sum, { cpuS }) => sum + cpuS, 0) / spans.reduce((sum, each) => sum + seconds(each), 0);
    return {
      without: { ...figuresIn(viewers.seen, quiet), failures: failuresIn(viewers.seen, 0, under.fromMs) },
      // What fails behind it, too: a viewer is patient for a while.
      under: { ...figuresIn(viewers.seen, [under]), failures: failuresIn(viewers.seen, under.fromMs) },
      answers,
      attackSeconds: attackS,
      cpuPerS: cpuPerS([under]) - cpuPerS(quiet),
    };
  } finally {
    await viewers.leave();
    attackers.dispose();
  }
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cpuS: number;
}

const seconds = ({ fromMs, toMs }: Span) => (toMs - fromMs) / 1_000;

async function span(side: Side, during: () => Promise<unknown>): Promise<Span> {
  const fromMs = performance.now();
  const cpuBefore = await side.cpuSeconds();
  await during();
  return { fromMs, toMs: performance.now(), cpuS: (await side.cpuSeconds()) - cpuBefore };
}

/** A first byte belongs to the time in which it was asked for, a silence to that in which it began. */
function figuresIn({ firstBytes, silences }: Seen, spans: readonly Span[]): Omit<Figures, 'failures'> {
  const within = (atMs: number) => spans.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  const asked = firstBytes.filter(({ askedAtMs }) => within(askedAtMs)).map(({ ms }) => ms);
  return {
    firstByteP99Ms: percentile(asked, 99),
    longestSilenceMs: Math.max(0, ...silences.filter(({ atMs }) => within(atMs)).map(({ ms }) => ms)),
  };
}

const failuresIn = ({ failures }: Seen, fromMs: number, toMs = Number.POSITIVE_INFINITY) =>
  failures.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(({ what }) => what);
