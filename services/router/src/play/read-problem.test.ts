import { expect, test } from 'vitest';
import { ProblemReader } from './read-problem.js';

const refusal = (status: number, text: string, headers: Record<string, string> = {}) => {
  const reader = new ProblemReader({ status, headers, framing: { kind: 'none' }, keepAlive: true });
  reader.take(Buffer.from(text));
  return reader.error;
};

test('what a worker says of its refusal is kept for the log', () => {
  const detail = 'The clock of the sender is 95.0 s behind that of the receiver';
  expect(refusal(401, JSON.stringify({ code: 'clocks_differ', detail }))).toMatchObject({
    code: 'clocks_differ',
    message: `refused with 401: ${detail}`,
    publicDetail: undefined,
  });
  expect(refusal(503, '{"code":"draining"}', { 'retry-after': '3' })).toMatchObject({
    code: 'draining',
    message: 'refused with 503',
    retryAfterSeconds: 3,
  });
});

test.each(['', 'no JSON', '[]', 'null', '{"code":"unheard_of"}'])('%j is no problem document', (text) => {
  expect(refusal(500, text)).toMatchObject({ code: 'peer_protocol', message: 'refused with 500' });
});
