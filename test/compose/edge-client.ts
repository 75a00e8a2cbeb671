import { type ClientHttp2Session, connect } from 'node:http2';
import { edgePort, secret } from './compose-cluster.js';

export interface EdgeAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface EdgeRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Told how many bytes have come whenever some have. */
  readonly onBytes?: (received: number) => void;
}

/** A player's connection: HTTP/2 over TLS to the only port that is published. */
export class EdgeClient {
  readonly #session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.#session = session;
  }

  static async open(): Promise<EdgeClient> {
    const ca = await secret('edge_certificate');
    const session = connect(`https://127.0.0.1:${edgePort}`, { ca });
    await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
    session.on('error', () => undefined);
    return new EdgeClient(session);
  }

  /** Rejects where the response is cut. */
  request(
    path: string,
    { method = 'GET', headers = {}, body, onBytes }: EdgeRequest = {},
  ): Promise<EdgeAnswer> {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({ ':path': path, ':method': method, ...headers });
      const chunks: Buffer[] = [];
      let status = 0;
      let received = 0;
      stream.on('response', (answer) => {
        status = Number(answer[':status']);
      });
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        received += chunk.length;
        onBytes?.(received);
      });
      stream.once('error', reject);
      stream.once('end', () => resolve({ status, body: Buffer.concat(chunks) }));
      stream.once('close', () => reject(new Error(`${path} was cut after ${received} bytes`)));
      stream.end(body);
    });
  }

  async json<T>(path: string, request?: EdgeRequest): Promise<{ status: number; body: T }> {
    const { status, body } = await this.request(path, request);
    return { status, body: JSON.parse(body.toString()) as T };
  }

  close(): void {
    this.#session.close();
  }
}
