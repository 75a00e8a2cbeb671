import { expect, test } from 'vitest';
import { defineCommand, none, onlyOne } from './define-command.js';
import { testTerminal } from './testing/terminal.js';

const weigh = defineCommand({
  usage: 'usage: understudy weigh <thing>',
  options: { in: { type: 'string', default: 'kg' }, json: { type: 'boolean' } },
  understand: (values, operands) => ({ thing: onlyOne('thing', operands), unit: values.in }),
  async run({ thing, unit }, { tell }) {
    if (thing === 'air') throw new Error('air has no weight here');
    tell({ thing, unit }, (answer) => `${answer.thing} in ${answer.unit}`);
    return thing === 'much' ? 1 : undefined;
  },
});

async function run(...args: string[]) {
  const { terminal, told } = testTerminal();
  return { code: await weigh(args, {}, terminal), printed: told.printed, warned: told.warned };
}

test.each([
  [['iron'], 0, 'iron in kg'],
  [['iron', '--in', 'g'], 0, 'iron in g'],
  [['iron', '--json'], 0, '{"thing":"iron","unit":"kg"}'],
  [['much'], 1, 'much in kg'],
  [['--help'], 0, 'usage: understudy weigh <thing>'],
  [['a', 'b', '-h'], 0, 'usage: understudy weigh <thing>'],
])('%j ends with %i and prints %j', async (args, code, line) => {
  expect(await run(...args)).toEqual({ code, printed: [line], warned: [] });
});

test('what is not understood is told with the usage', async () => {
  for (const args of [[], ['a', 'b']])
    expect(await run(...args)).toEqual({
      code: 2,
      printed: [],
      warned: ['name one thing\n\nusage: understudy weigh <thing>'],
    });
  const { code, warned } = await run('iron', '--heavy');
  expect(code).toBe(2);
  expect(warned.join()).toMatch(/--heavy.*usage: understudy weigh/s);
});

test('what fails is told in its own words', async () => {
  expect(await run('air')).toEqual({ code: 1, printed: [], warned: ['air has no weight here'] });
});

test('what a terminal gives back is no exit code', async () => {
  const command = defineCommand({
    ...{ usage: '', options: {} },
    understand: (_, operands) => none(operands),
    run: async (_, { tell }) => tell('done', String),
  });
  const { terminal } = testTerminal();
  expect(await command([], {}, terminal)).toBe(0);
});
