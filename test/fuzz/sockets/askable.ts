import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { descriptions } from '../arbitraries/descriptions.js';
import { fromSchema, type JsonSchema } from '../arbitraries/from-schema.js';
import { mutatedJson } from '../arbitraries/json.js';
import type { Askable } from '../arbitraries/requests.js';
import { mutated, texts } from '../arbitraries/texts.js';

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> };
}

interface Operation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

/** In place of a path's parameter: what is there, what might be, and what is none. */
export type Places = Readonly<Record<string, readonly string[]>>;

const escaped = texts.map(escapedText);

/** Every route of a document of the API, but those of which `isLeftOut` says so. */
export function askableIn(
  name: 'openapi.json' | 'openapi-admin.json',
  places: Places,
  isLeftOut: (method: string, path: string) => boolean = () => false,
): Askable[] {
  const file = new URL(`../../../docs/reference/${name}`, import.meta.url);
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as ApiDocument;
  const resolve = (ref: string) => components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {};
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => !isLeftOut(method, path))
      .map(([method, { parameters = [], requestBody }]): Askable => {
        const queries = parameters.filter((each) => each.in === 'query');
        const body = Object.values(requestBody?.content ?? {})[0]?.schema;
        return {
          method: method.toUpperCase(),
          target: fc
            .tuple(pathOf(path, places), queriesOf(queries, resolve))
            .map(([before, query]) => `${before}${query}`),
          ...(body !== undefined && { body: bodyOf(path, body, resolve) }),
        };
      }),
  );
}

function bodyOf(
  path: string,
  schema: JsonSchema,
  resolve: (ref: string) => JsonSchema,
): fc.Arbitrary<string> {
  const fitting =
    path === '/v1/videos' ? fc.oneof(descriptions, fromSchema(schema, resolve)) : fromSchema(schema, resolve);
  return fc.oneof(
    fitting.map((value) => JSON.stringify(value) ?? 'null'),
    mutatedJson(fitting),
  );
}

/** A path with something in place of each parameter. */
export function pathOf(path: string, places: Places): fc.Arbitrary<string> {
  const parts = path.split(/(\{\w+\})/).map((part): fc.Arbitrary<string> => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    const known = fc.constantFrom(...(places[name] ?? ['x']));
    return fc.oneof(
      { weight: 6, arbitrary: known },
      { weight: 1, arbitrary: mutated(known, 1).map((each) => escapedText(each)) },
      escaped,
    );
  });
  return fc.tuple(...parts).map((all) => all.join(''));
}

function queriesOf(
  parameters: NonNullable<Operation['parameters']>,
  resolve: (ref: string) => JsonSchema,
): fc.Arbitrary<string> {
  const pairs = [
    ...parameters.map(({ name, schema }) =>
      fc
        .oneof({ weight: 3, arbitrary: fromSchema(schema, resolve).map(String) }, texts)
        .map((value) => `${name}=${escapedText(value)}`),
    ),
    fc.constantFrom(
      'token=a.b.c',
      'CMCD=bs%2Csta%3Dp',
      'token=1&token=2',
      '__proto__=1',
      'a[b]=1',
      '%',
      '?',
      '&&=&',
    ),
    fc.tuple(escaped, escaped).map(([name, value]) => `${name}=${value}`),
  ];
  const some = fc.array(fc.oneof(...pairs), { maxLength: 3 });
  return some.map((all) => (all.length === 0 ? '' : `?${all.join('&')}`));
}

/** A text in a URL; a lone surrogate has no form there, and becomes what it is in UTF-8. */
function escapedText(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
