import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { signedHeaders } from './sign.js';

const secrets = ['a', 'b'].map((letter) => Buffer.from(letter.repeat(32)));
const whsec = (secret: Buffer | undefined) => `whsec_${secret?.toString('base64')}`;
const body = '{"type":"video.described","title":"é"}';

test('the signature is the one that the library of Standard Webhooks makes', () => {
  const atMs = Date.now();
  const signed = signedHeaders(secrets.slice(0, 1), 'msg_1', atMs, body);
  expect(signed['webhook-signature']).toBe(
    new Webhook(whsec(secrets[0])).sign('msg_1', new Date(atMs), body),
  );
});

test('with two secrets either verifies; a changed body and another secret do not', () => {
  const signed = signedHeaders(secrets, 'msg_1', Date.now(), body);
  for (const secret of secrets) {
    expect(new Webhook(whsec(secret)).verify(body, signed)).toEqual(JSON.parse(body));
    expect(() => new Webhook(whsec(secret)).verify(`${body} `, signed)).toThrow();
  }
  expect(() => new Webhook(whsec(Buffer.from('c'.repeat(32)))).verify(body, signed)).toThrow();
});
