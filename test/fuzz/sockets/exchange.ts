import { connect } from 'node:net';

/** How a client leaves once it has sent what it has to say. */
export type Leaving = 'half-close' | 'abort' | 'wait';

export interface Exchange {
  /** What came back, all of it. */
  readonly received: Buffer;
  /** Neither an answer nor the end of the connection came in time. */
  readonly hung: boolean;
}

/** The longest that a service may say nothing to a request that it has, or may not have, understood: above each of its own limits. */
const answerWithinMs = 35_000;
/** After an answer, and nothing more for so long, a client has what it wanted: some answers have no end. */
const quietMs = 150;
/** Of an answer; more is not read. */
const mostBytes = 4_000_000;

/** Writes `pieces` to a port, one after the other, and reads until the other side closes or has answered. */
export function exchange(port: number, pieces: readonly Buffer[], leaving: Leaving): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let quiet: NodeJS.Timeout | undefined;
    const socket = connect({ port, host: '127.0.0.1', localAddress: nextAddress(), allowHalfOpen: true });
    const end = (hung: boolean) => {
      clearTimeout(patience);
      clearTimeout(quiet);
      socket.destroy();
      resolve({ received: Buffer.concat(chunks), hung });
    };
    const patience = setTimeout(() => end(true), answerWithinMs);
    socket.on('data', (bytes) => {
      chunks.push(bytes);
      length += bytes.length;
      clearTimeout(quiet);
      if (length > mostBytes) end(false);
      else quiet = setTimeout(() => end(false), quietMs);
    });
    socket.once('end', () => end(false));
    socket.once('close', () => end(false));
    // A reset is one way of refusing.
    socket.on('error', () => {});
    void send();

    async function send(): Promise<void> {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        // The next one in a packet of its own.
        await new Promise((next) => setImmediate(next));
      }
      if (leaving === 'half-close') socket.end();
      // What is under way when somebody leaves has begun.
      if (leaving === 'abort') setTimeout(() => end(false), 5);
    }
  });
}

let clients = 0;

/** Each client has an address of its own: what is limited by address keeps nobody else from being read. */
function nextAddress(): string {
  clients = (clients + 1) % 2 ** 22;
  return `127.${1 + (clients >> 16)}.${(clients >> 8) & 255}.${1 + (clients & 127)}`;
}

/** The status and code of each answer in what came back. A code stands in problem documents only; readiness has a word in its place. */
export function answersIn(
  received: Buffer,
): { readonly status: number; readonly code: string | undefined }[] {
  const text = received.toString('latin1');
  const heads = [...text.matchAll(/HTTP\/1\.1 (\d{3}) [A-Za-z -]*\r\n/g)];
  return heads.map((head, index) => {
    const answer = text.slice(head.index, heads[index + 1]?.index);
    return { status: Number(head[1]), code: /"(?:code|status)":"([a-z_ ]+)"/.exec(answer)?.[1] };
  });
}
