import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

const signed = {
  UNDERSTUDY_PLAYBACK: 'signed',
  UNDERSTUDY_PLAYBACK_SECRETS: `a:${randomBytes(32).toString('base64')}`,
};

test.each([
  [{ UNDERSTUDY_PLAYBACK: 'signed' }, /UNDERSTUDY_PLAYBACK_SECRETS or UNDERSTUDY_PLAYBACK_JWKS/],
  [{ UNDERSTUDY_PLAYBACK: 'closed' }, /UNDERSTUDY_PLAYBACK must be one of open, signed/],
  [{ ...signed, UNDERSTUDY_PLAYBACK_SECRETS: 'short:abc' }, /KID:SECRET/],
  [{ ...signed, UNDERSTUDY_TRUSTED_PROXIES: 'proxy.example' }, /UNDERSTUDY_TRUSTED_PROXIES must be/],
  [{ ...signed, UNDERSTUDY_PLAYBACK_JWKS: '/nowhere/jwks.json' }, /no file with a JWK Set/],
])('%j ends the start', async (env, why) => {
  await expect(TestRouter.start(Buffer.alloc(0), env)).rejects.toThrow(why);
});
