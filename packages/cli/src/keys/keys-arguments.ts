import { durationOf } from '../admin/duration.js';
import type { Values } from '../define-command.js';

type Asked =
  | { readonly verb: 'list'; readonly all: boolean }
  | {
      readonly verb: 'create';
      readonly name: string;
      readonly scopes: readonly string[];
      readonly expiresInS: number | undefined;
    }
  | { readonly verb: 'rotate'; readonly id: string; readonly overlapS: number | undefined }
  | { readonly verb: 'revoke'; readonly id: string };

export const options = {
  all: { type: 'boolean' },
  scopes: { type: 'string' },
  expires: { type: 'string' },
  overlap: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** The options that only one verb takes. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  list: ['all'],
  create: ['scopes', 'expires'],
  rotate: ['overlap'],
  revoke: [],
};

/** What `understudy keys` is asked for. @throws Error that says what is not understood */
export function understand(values: Values<typeof options>, positionals: readonly string[]): Asked {
  const [verb = '', ...operands] = positionals;
  const taken = Object.hasOwn(optionsOf, verb) ? optionsOf[verb] : undefined;
  if (taken === undefined)
    throw new Error(`say what: list, create, rotate or revoke${verb === '' ? '' : `, not ${verb}`}`);
  const stray = Object.keys(values).find((name) => name !== 'json' && !taken.includes(name));
  if (stray !== undefined) throw new Error(`${verb} takes no --${stray}`);

  const [operand = ''] = operands;
  if (verb === 'list') {
    if (operands.length > 0) throw new Error(`list takes no ${operand}`);
    return { verb, all: values.all === true };
  }
  if (operand === '' || operands.length > 1)
    throw new Error(`${verb} one ${verb === 'create' ? 'name' : 'ID'}`);
  if (verb === 'create') {
    const scopes = (values.scopes ?? '').split(',').filter((scope) => scope !== '');
    if (scopes.length === 0) throw new Error('say by --scopes what it may do, as in --scopes create,read');
    return { verb, name: operand, scopes, expiresInS: durationOf('expires', values.expires, '30d') };
  }
  if (verb === 'rotate') return { verb, id: operand, overlapS: durationOf('overlap', values.overlap, '30d') };
  return { verb: 'revoke', id: operand };
}
