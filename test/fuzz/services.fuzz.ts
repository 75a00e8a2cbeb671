import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDescription, descriptionDigest, parseDescription } from '@understudy/description';
import { openMetadataStore } from '@understudy/metadata-store';
import { generateKeyRing } from '@understudy/opaque-id';
import type { FastifyInstance } from 'fastify';
import { afterAll, expect } from 'vitest';
import * as catalog from '../../services/catalog/src/app.js';
import { readConfig as readCatalog } from '../../services/catalog/src/config.js';
import { createContext as createCatalog } from '../../services/catalog/src/context.js';
import * as operator from '../../services/console/src/app.js';
import { readConfig as readConsole } from '../../services/console/src/config.js';
import { createContext as createConsole } from '../../services/console/src/context.js';
import * as worker from '../../services/worker/src/app.js';
import { readConfig as readWorker } from '../../services/worker/src/config.js';
import { createContext as createWorker } from '../../services/worker/src/context.js';
import { ScriptedGenerator } from '../../services/worker/src/testing/scripted-generator.js';
import { type Askable, signAs } from './arbitraries/requests.js';
import { fuzz } from './fuzz.js';
import { askableIn } from './sockets/askable.js';
import { expectKnownAnswers } from './sockets/known-answers.js';
import { peerRoutes } from './sockets/peer-routes.js';
import { places, playSessions, sessions, stands } from './sockets/sessions.js';

// Each service by itself, in this process and without the others: what it does with a request before it needs them, and when they are away.

const peerSecret = randomBytes(32);
const [apiKey, adminKey, idKeys] = [
  randomBytes(24).toString('hex'),
  randomBytes(24).toString('hex'),
  generateKeyRing(),
];
const dataDir = await mkdtemp(join(tmpdir(), 'understudy-fuzz-services-'));
const env = {
  UNDERSTUDY_METADATA_URL: 'lmdb:',
  UNDERSTUDY_DATA: dataDir,
  UNDERSTUDY_ID_KEYS: idKeys,
  UNDERSTUDY_API_KEYS: apiKey,
  UNDERSTUDY_ADMIN_KEY: adminKey,
  UNDERSTUDY_PLACEMENT_KEY: randomBytes(32).toString('base64'),
  UNDERSTUDY_PEER_SECRET: peerSecret.toString('base64'),
  UNDERSTUDY_LOG_LEVEL: 'silent',
};
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Errors that were meant for nobody. */
const inside: unknown[] = [];

/** Has a service listen; what its routes throw is seen though nobody may hear of it. */
async function listen(app: FastifyInstance, close: () => Promise<void>): Promise<string> {
  app.addHook('onError', async (request, _reply, error) => {
    const isKnown = 'code' in error && error.statusCode !== undefined && error.statusCode !== 500;
    if (!isKnown && !request.raw.socket.destroyed) inside.push(error);
  });
  closing.push(async () => {
    const closed = app.close();
    app.server.closeAllConnections();
    await closed;
    await close();
  });
  return app.listen({ host: '127.0.0.1', port: 0 });
}

const starts = {
  async catalog() {
    const context = await createCatalog(readCatalog({ ...env, UNDERSTUDY_DATA: join(dataDir, 'catalog') }));
    return listen(catalog.createApp(context), () => context.close());
  },
  async console() {
    const context = await createConsole(readConsole({ ...env, UNDERSTUDY_DATA: join(dataDir, 'console') }));
    return listen(operator.createApp(context), () => context.close());
  },
  async worker() {
    const metadata = await openMetadataStore(`lmdb:${join(dataDir, 'metadata')}`, {});
    const { contentId } = await metadata.createDescription(
      descriptionDigest(video),
      canonicalDescription(video),
    );
    known.set(stands.contentId, String(contentId));
    const config = readWorker({ ...env, UNDERSTUDY_WORKER_ID: 'w1', UNDERSTUDY_DATA: join(dataDir, 'w1') });
    const context = await createWorker(config, { generator: new ScriptedGenerator(), metadata });
    const url = await listen(worker.createApp(context), () => context.abandon());
    context.join(url);
    return url;
  },
};

const video = parseDescription({
  ...{ title: 'Alone', width: 64, height: 64, fps: 30 },
  scenes: [{ duration: 12, source: { type: 'still', color: '#204060' } }],
});
const known = new Map([
  [stands.apiKey, apiKey],
  [stands.adminKey, adminKey],
]);

function fuzzAlone(target: string, service: keyof typeof starts, askable: readonly Askable[]): void {
  let started: Promise<string> | undefined;
  fuzz(
    target,
    sessions(askable),
    async (input) => {
      started ??= starts[service]();
      expectKnownAnswers(await playSessions(await started, input, known, signAs(peerSecret)));
      expect(inside.splice(0)).toEqual([]);
    },
    { shortInputs: 10 },
  );
}

fuzzAlone('catalog-alone', 'catalog', askableIn('openapi.json', places));
fuzzAlone(
  'console-alone',
  'console',
  askableIn('openapi-admin.json', { ...places, id: [...places.id, 'w9'] }),
);
fuzzAlone('worker-alone', 'worker', peerRoutes(places));
