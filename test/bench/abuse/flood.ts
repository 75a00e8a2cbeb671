import type { Agent, IncomingMessage } from 'node:http';
import { type Ask, askFor, askToDescribe, type Door } from './door.js';
import { connectionsFrom, send, textOf } from './send.js';
import type { Tally } from './tally.js';

/** Requests of attackers from several addresses in turn, and what becomes of them. */
export class Flood {
  readonly #door: Door;
  readonly #tally: Tally;
  readonly #over: AbortSignal;
  readonly #agents: readonly Agent[];

  constructor(door: Door, tally: Tally, over: AbortSignal, addresses: readonly string[]) {
    this.#door = door;
    this.#tally = tally;
    this.#over = over;
    this.#agents = addresses.map(connectionsFrom);
    over.addEventListener('abort', () => {
      for (const agent of this.#agents) agent.destroy();
    });
  }

  /** One request by the address whose turn it is: its status is counted, and the rest of the answer given to `read`. */
  async ask(
    index: number,
    ask: Ask,
    read: (answer: IncomingMessage) => Promise<void> = (answer) => this.drain(answer),
  ): Promise<void> {
    const agent = this.#agents[index % this.#agents.length] as Agent;
    try {
      const answer = await send(this.#door.port, agent, ask, this.#over);
      this.#tally.note(answer.statusCode ?? 0);
      await read(answer);
    } catch {
      if (!this.#over.aborted) this.#tally.note('closed');
    }
  }

  /** Reads an answer to its end, as fast as it comes. */
  async drain(answer: IncomingMessage, onChunk?: (bytes: number) => Promise<void>): Promise<void> {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      this.#tally.bytes += chunk.length;
      await onChunk?.(chunk.length);
    }
  }

  /** Describes a video that nobody has seen, and asks for it: whatever of that is allowed. */
  async describeAndPlay(
    index: number,
    kind: 'dear' | 'light',
    read?: (answer: IncomingMessage) => Promise<void>,
  ): Promise<void> {
    const { apiKeys } = this.#door;
    const title = `attack ${process.pid} ${index}`;
    const describe = askToDescribe(this.#door, apiKeys[index % apiKeys.length] ?? '', {
      ...this.#door[kind],
      title,
    });
    let video = describe === undefined ? this.#door.stock[kind].pop() : undefined;
    if (describe !== undefined)
      await this.ask(index, describe, async (answer) => {
        const text = await textOf(answer);
        if (answer.statusCode === 201) video = (JSON.parse(text) as { id: string }).id;
      });
    if (video !== undefined) await this.ask(index, askFor(this.#door, video, 'video.mp4'), read);
  }
}
