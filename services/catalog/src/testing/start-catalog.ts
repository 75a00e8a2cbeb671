import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAnswers } from '@understudy/api-docs/testing';
import { createOpaqueIds, generateKeyRing, parseKeyRing } from '@understudy/opaque-id';
import type { LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { createContext } from '../context.js';

/** A catalog over a real store in a temporary directory, gone when the running test is over. */
export async function startCatalog(env: NodeJS.ProcessEnv = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-catalog-'));
  const apiKey = randomBytes(24).toString('base64url');
  const idKeys = generateKeyRing();
  const context = await createContext(
    readConfig({
      UNDERSTUDY_METADATA_URL: 'lmdb:',
      UNDERSTUDY_DATA: dataDir,
      UNDERSTUDY_ID_KEYS: idKeys,
      UNDERSTUDY_API_KEYS: apiKey,
      UNDERSTUDY_LOG_LEVEL: 'silent',
      ...env,
    }),
  );
  const app = createApp(context);
  checkAnswers(app, 'openapi.json');
  onTestFinished(async () => {
    await app.close();
    await context.close();
    await rm(dataDir, { recursive: true });
  });
  const headers = { authorization: `Bearer ${apiKey}` };
  return {
    app,
    context,
    dataDir,
    ids: createOpaqueIds(parseKeyRing(idKeys)),
    get: (url: string): Promise<LightMyRequestResponse> => app.inject({ url }),
    remove: (url: string): Promise<LightMyRequestResponse> => app.inject({ method: 'DELETE', url, headers }),
    /** Asks as whoever has a key. */
    ask: (
      method: 'POST' | 'DELETE',
      url: string,
      key: string,
      payload?: object,
    ): Promise<LightMyRequestResponse> =>
      app.inject({ method, url, headers: { 'x-api-key': key }, ...(payload !== undefined && { payload }) }),
    post: (url: string, payload: object): Promise<LightMyRequestResponse> =>
      app.inject({ method: 'POST', url, headers, payload }),
  };
}

/** A description of 10 s at 30 fps: 300 frames. */
export const description = {
  title: 'Zoom',
  width: 640,
  height: 360,
  fps: 30,
  scenes: [{ duration: 10, source: { type: 'mandelbrot' } }],
};
