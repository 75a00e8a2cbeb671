import { Agent, type IncomingMessage, request } from 'node:http';
import { type Ask, askFor, type Door } from './door.js';

/** Connections of one address, kept alive as players keep them. */
export function connectionsFrom(localAddress: string): Agent {
  return new Agent({ keepAlive: true, localAddress, maxSockets: 64 });
}

/** Sends a request; resolves with the head of the answer. Rejects when there is none, or the signal aborts. */
export function send(
  port: number,
  agent: Agent,
  { method = 'GET', path, headers, body }: Ask,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, agent, method, path, headers, signal }, resolve)
      .once('error', reject)
      .end(body);
  });
}

/** All of a small answer, as text. */
export async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text;
}

/** Has all of a video made: somebody at an address of their own plays it to its end, as fast as it comes. */
export async function playWhole(
  door: Pick<Door, 'port' | 'peerSecret'>,
  video: string,
  localAddress: string,
): Promise<void> {
  const agent = connectionsFrom(localAddress);
  const answer = await send(door.port, agent, askFor(door, video, 'video.mp4'), AbortSignal.timeout(60_000));
  for await (const _ of answer);
  agent.destroy();
  if (answer.statusCode !== 200 || !answer.complete)
    throw new Error(`a complete video: ${answer.statusCode}`);
}
