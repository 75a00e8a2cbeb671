import type { CopyAnswer } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import { decideCopy } from './decide-copy.js';

type Answers = Record<string, CopyAnswer>;
interface Case {
  readonly what: string;
  readonly self: string;
  readonly answers: Answers;
  readonly offerTo?: string[];
  readonly remove?: boolean;
  readonly settled?: boolean;
  readonly isReplicated?: boolean;
  readonly staysHere?: boolean;
  readonly leaving?: boolean;
  readonly alone?: boolean;
}

/** The master is m and the replica r, unless the master is alone. */
test.each<Case>([
  { what: 'the replica has it', self: 'm', answers: { r: 'has' }, settled: true },
  { what: 'the replica lacks it', self: 'm', answers: { r: 'lacks' }, offerTo: ['r'] },
  { what: 'the replica copies it', self: 'm', answers: { r: 'coming' } },
  { what: 'the replica says nothing', self: 'm', answers: {} },
  { what: 'the master died and a new one lacks it', self: 'r', answers: { m: 'lacks' }, offerTo: ['m'] },
  { what: 'a master alone', self: 'm', answers: {}, alone: true, settled: true },
  { what: 'both lack it', self: 'x', answers: { m: 'lacks', r: 'lacks' }, offerTo: ['m', 'r'] },
  { what: 'only the master keeps it', self: 'x', answers: { m: 'keeps', r: 'lacks' }, offerTo: ['r'] },
  { what: 'one is not verified', self: 'x', answers: { m: 'keeps', r: 'has' } },
  { what: 'one says nothing', self: 'x', answers: { m: 'keeps' } },
  { what: 'both keep it', self: 'x', answers: { m: 'keeps', r: 'keeps' }, remove: true },
  {
    what: 'both keep it, and many ask for it',
    self: 'x',
    answers: { m: 'keeps', r: 'has' },
    staysHere: true,
    settled: true,
  },
  {
    what: 'the replica lacks what many ask for',
    self: 'x',
    answers: { m: 'has', r: 'lacks' },
    staysHere: true,
    offerTo: ['r'],
  },
  { what: 'the only one keeps it', self: 'x', answers: { m: 'keeps' }, alone: true, remove: true },
  {
    what: 'both keep what a leaving worker has',
    self: 'x',
    answers: { m: 'keeps', r: 'has' },
    leaving: true,
    settled: true,
  },
  {
    what: 'a leaving worker has the only copy',
    self: 'x',
    answers: { m: 'lacks', r: 'lacks' },
    leaving: true,
    offerTo: ['m', 'r'],
  },
  {
    what: 'never: the replica lacks it',
    self: 'm',
    answers: { r: 'lacks' },
    isReplicated: false,
    settled: true,
  },
  {
    what: 'never: a second copy of before',
    self: 'r',
    answers: { m: 'keeps' },
    isReplicated: false,
    settled: true,
  },
  {
    what: 'never: the master lacks it',
    self: 'r',
    answers: { m: 'lacks' },
    isReplicated: false,
    offerTo: ['m'],
  },
  {
    what: 'never: the master keeps it',
    self: 'x',
    answers: { m: 'keeps', r: 'lacks' },
    isReplicated: false,
    remove: true,
  },
])(
  '$self, $what',
  ({
    self,
    answers,
    isReplicated = true,
    staysHere = false,
    leaving = false,
    alone = false,
    ...expected
  }) => {
    const decision = decideCopy({
      self,
      owners: { master: 'm', replica: alone ? undefined : 'r' },
      isReplicated,
      staysHere,
      leaving,
      answerOf: (worker) => answers[worker] ?? 'unknown',
    });
    const { offerTo = [], remove = false, settled = false } = expected;
    expect(decision).toEqual({ offerTo, remove, settled });
  },
);

test('with nobody in the placement nothing is done', () => {
  const owners = { master: undefined, replica: undefined };
  const decision = decideCopy({
    self: 'x',
    owners,
    isReplicated: true,
    staysHere: false,
    leaving: false,
    answerOf: () => 'unknown',
  });
  expect(decision).toEqual({ offerTo: [], remove: false, settled: false });
});
