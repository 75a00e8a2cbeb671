import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { toProblem, UnderstudyError } from '@understudy/errors';
import { securityHeaders } from './security-headers.js';

/** What node's parser refuses, by its code; everything else is malformed. A timeout is closed without a word: who is slow reads nothing. */
const statuses: Readonly<Record<string, { status: string; body: object } | undefined>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    body: {
      ...toProblem(new UnderstudyError('bad_request')),
      status: 431,
      detail: 'The head of the request is too large.',
    },
  },
};
const malformed = { status: '400 Bad Request', body: toProblem(new UnderstudyError('bad_request')) };

const toldLines = Object.entries(securityHeaders)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** Node tells of each read after the first fault. */
const refused = new WeakSet<Socket>();

/**
 * Answers what is no HTTP request with a problem document, and closes the connection: what follows cannot be told apart. It stands
 * behind the answers to what came before it (RFC 9112 section 9.3.2).
 */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  // A timeout, a reset, or a TLS handshake that failed or takes too long: an answer would wait for the end of that for ever.
  const isParsed = error.code?.startsWith('HPE_') === true;
  if (!isParsed || !socket.writable) {
    socket.destroy();
    return;
  }
  if (refused.has(socket)) return;
  refused.add(socket);
  const { status, body } = statuses[error.code ?? ''] ?? malformed;
  const text = JSON.stringify(body);
  behindAnswers(socket, () =>
    socket.end(
      `HTTP/1.1 ${status}\r\nDate: ${new Date().toUTCString()}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n${toldLines}\r\n${text}`,
    ),
  );
}

/** Calls `send` when no answer is under way. Node's own handler of such errors looks at the same field; there is no public one. */
function behindAnswers(socket: Socket & { readonly _httpMessage?: ServerResponse | null }, send: () => void) {
  const answer = socket._httpMessage ?? undefined;
  if (answer === undefined) send();
  else answer.once('close', () => behindAnswers(socket, send));
}
