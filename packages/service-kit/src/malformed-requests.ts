import type { Socket } from 'node:net';
import { toProblem, UnderstudyError } from '@understudy/errors';

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

/**
 * Answers what is no HTTP request with a problem document, and closes the connection: what follows cannot be told apart. Where an
 * answer is under way it is closed without a word: that would stand in the middle of it.
 */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  const isSilent = error.code === 'ECONNRESET' || error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  if (isSilent || !socket.writable || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const { status, body } = statuses[error.code ?? ''] ?? malformed;
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

/** Whether the head of an answer is out. Node's own handler of such errors looks at the same fields; there are no public ones. */
function isAnswering(socket: Socket & { readonly _httpMessage?: { readonly _headerSent: boolean } | null }) {
  return socket._httpMessage?._headerSent === true;
}
