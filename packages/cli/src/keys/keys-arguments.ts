import { parseArgs } from 'node:util';
import { parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';

export type Asked = { readonly json: boolean } & (
  | { readonly verb: 'list'; readonly all: boolean }
  | {
      readonly verb: 'create';
      readonly name: string;
      readonly scopes: readonly string[];
      readonly expiresInS: number | undefined;
    }
  | { readonly verb: 'rotate'; readonly id: string; readonly overlapS: number | undefined }
  | { readonly verb: 'revoke'; readonly id: string }
);

/** The options that only one verb takes. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  list: ['all'],
  create: ['scopes', 'expires'],
  rotate: ['overlap'],
  revoke: [],
};

/** What `understudy keys` is asked for; otherwise `help`, or what is wrong. */
export function readArgs(args: readonly string[]): Asked | string {
  try {
    return read(args);
  } catch (error) {
    return messageOf(error);
  }
}

function read(args: readonly string[]): Asked | string {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      all: { type: 'boolean' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
      overlap: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  if (values.help === true) return 'help';
  const [verb = '', ...operands] = positionals;
  const taken = Object.hasOwn(optionsOf, verb) ? optionsOf[verb] : undefined;
  if (taken === undefined)
    return `say what: list, create, rotate or revoke${verb === '' ? '' : `, not ${verb}`}`;
  const stray = Object.keys(values).find((name) => name !== 'json' && !taken.includes(name));
  if (stray !== undefined) return `${verb} takes no --${stray}`;

  const json = values.json === true;
  const [operand = ''] = operands;
  if (verb === 'list') {
    return operands.length > 0 ? `list takes no ${operand}` : { verb, json, all: values.all === true };
  }
  if (operand === '' || operands.length > 1) return `${verb} one ${verb === 'create' ? 'name' : 'ID'}`;
  if (verb === 'create') {
    const scopes = (values.scopes ?? '').split(',').filter((scope) => scope !== '');
    if (scopes.length === 0) return 'say by --scopes what it may do, as in --scopes create,read';
    return { verb, json, name: operand, scopes, expiresInS: secondsOf('expires', values.expires) };
  }
  if (verb === 'rotate') return { verb, json, id: operand, overlapS: secondsOf('overlap', values.overlap) };
  return { verb: 'revoke', json, id: operand };
}

/** @throws Error for what is no duration */
function secondsOf(name: string, text: string | undefined): number | undefined {
  const seconds = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && seconds === undefined)
    throw new Error(`--${name} takes a number and s, m, h or d, as in 30d, not ${text}`);
  return seconds;
}
