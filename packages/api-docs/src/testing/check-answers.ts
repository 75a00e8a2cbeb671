import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';

type Document = 'openapi.json' | 'openapi-admin.json';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

/**
 * Holds every answer of `app` during the running test against a document of docs/reference: its status, its media type, and its JSON. Call
 * it before the app is ready. Paths that the document does not have are not looked at.
 */
export function checkAnswers(app: FastifyInstance, document: Document): void {
  const faults: string[] = [];
  app.addHook('onSend', async (request, reply, payload) => {
    const { url: path = '', method } = request.routeOptions;
    const fault = faultOf(document, {
      path: path.replaceAll(/:(\w+)/g, '{$1}'),
      method: String(method).toLowerCase(),
      status: reply.statusCode,
      mediaType: String(reply.getHeader('content-type') ?? '').split(';')[0] ?? '',
      payload,
    });
    if (fault !== undefined) faults.push(fault);
    return payload;
  });
  onTestFinished(() => {
    if (faults.length > 0) throw new Error(`answers that ${document} does not have:\n${faults.join('\n')}`);
  });
}

interface SentAnswer {
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly mediaType: string;
  readonly payload: unknown;
}

/** How an answer differs from the document; undefined where it does not. */
function faultOf(
  name: Document,
  { path, method, status, mediaType, payload }: SentAnswer,
): string | undefined {
  const { paths, ajv } = open(name);
  const operation = paths[path]?.[method];
  if (operation === undefined) return undefined;
  const what = `${method} ${path}: ${status}`;
  const response = operation.responses[status];
  if (response === undefined) return `${what} is no answer of it`;
  if (payload === undefined || payload === null)
    return response.content === undefined ? undefined : `${what} has no body`;
  if (response.content?.[mediaType] === undefined) return `${what} has ${mediaType || 'a body'}`;
  if (!mediaType.endsWith('json')) return undefined;
  const pointer = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema'];
  const validate = ajv.getSchema(`${name}#/${pointer.map(escaped).join('/')}`) as ValidateFunction;
  if (validate(JSON.parse(String(payload)))) return undefined;
  return `${what} ${ajv.errorsText(validate.errors)}`;
}

const opened = new Map<Document, ReturnType<typeof read>>();

function open(name: Document) {
  const known = opened.get(name) ?? read(name);
  opened.set(name, known);
  return known;
}

function read(name: Document) {
  const path = new URL(`../../../../docs/reference/${name}`, import.meta.url);
  const document = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  // Its other keywords are those of OpenAPI; formats are for people.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, name);
  return { paths: document.paths, ajv };
}

/** RFC 6901 section 3, in a fragment (section 6). */
function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
