import type { ServerResponse } from 'node:http';
import { buildApp } from 'fauxqs';
import { accessKeyId, type S3Faults, type S3Question, type S3Reply } from './s3-faults.js';
import { MultipartLists } from './s3-multipart.js';

/**
 * The S3 server of the tests, a process of its own: fauxqs, with the lists of multipart uploads that it does not have, one
 * access key, and faults on demand. Started and asked by `startS3Server`; in a container by `s3-process.js PORT HOST ACCESS_KEY_ID`.
 */
const [, , port = '0', host = '127.0.0.1', takenKeyId = accessKeyId] = process.argv;
const app = buildApp();
const uploads = new MultipartLists();
const requests: string[] = [];
let faults: S3Faults = {};
let faultsChange: (() => void)[] = [];

const refused = (code: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;

app.addHook('onRequest', async (request, reply) => {
  requests.push(`${request.method} ${request.url}`);
  if (faults.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
  if (faults.status !== undefined)
    return reply.code(faults.status).type('application/xml').send(refused('ServiceUnavailable'));
  if (!String(request.headers.authorization).includes(`Credential=${takenKeyId}/`))
    return reply.code(403).type('application/xml').send(refused('InvalidAccessKeyId'));
  const { bucket, query } = partsOf(request.url);
  if (request.method !== 'GET') return;
  const uploadId = query.get('uploadId');
  if (query.has('uploads'))
    return reply.type('application/xml').send(uploads.uploads(bucket, query.get('prefix') ?? ''));
  if (uploadId === null) return;
  const parts = uploads.parts(uploadId);
  return parts === undefined
    ? reply.code(404).type('application/xml').send(refused('NoSuchUpload'))
    : reply.type('application/xml').send(parts);
});

app.addHook('onSend', (request, reply, payload: unknown, done) => {
  const { path, query } = partsOf(request.url);
  if (reply.statusCode < 300) {
    const uploadId = query.get('uploadId');
    if (request.method === 'POST' && query.has('uploads')) uploads.began(path, String(payload));
    else if (request.method === 'PUT' && uploadId !== null)
      uploads.gotPart(uploadId, Number(query.get('partNumber')), request.body as Buffer);
    else if (uploadId !== null && request.method !== 'GET') uploads.ended(uploadId);
    const until = faults.cutAfterBytes ?? faults.hangAfterBytes;
    if (
      until !== undefined &&
      request.method === 'GET' &&
      Buffer.isBuffer(payload) &&
      payload.length > until
    ) {
      // Fastify sends an answer of fauxqs's handlers a second time unless it leaves at once: these are sent by hand.
      reply.hijack();
      reply.raw.writeHead(reply.statusCode, { 'content-length': payload.length });
      sendFaulty(reply.raw, payload, until);
      return;
    }
  }
  done(null, payload);
});

/** An object's body with the fault that is set. */
function sendFaulty(response: ServerResponse, body: Buffer, until: number): void {
  const { cutAfterBytes } = faults;
  response.write(body.subarray(0, until), () => {
    if (cutAfterBytes !== undefined) response.destroy();
    else faultsChange.push(() => response.end(body.subarray(until)));
  });
}

/** `/bucket/some/key?query`; a bucket alone has a slash behind it or none. */
function partsOf(url: string) {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const path = pathname.slice(1);
  return { bucket: path.split('/')[0] ?? '', path, query: searchParams };
}

process.on('message', (question: S3Question) => {
  const reply: S3Reply = {
    id: question.id,
    ...('tell' in question && { told: question.tell === 'uploads' ? uploads.pending : requests }),
  };
  if ('faults' in question) {
    faults = question.faults;
    for (const changed of faultsChange) changed();
    faultsChange = [];
  }
  process.send?.(reply);
});
process.on('disconnect', () => process.exit(0));
await app.listen({ host, port: Number(port) });
const address = app.server.address();
process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
