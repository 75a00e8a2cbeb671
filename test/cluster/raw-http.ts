import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** What came back for bytes written to a port as they are, until the other side closed or `answers` answers are whole. */
export class RawConnection {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(port: number, halfOpen = false) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: halfOpen });
    this.socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake?.();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
    this.socket.on('end', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Reads one answer, by its Content-Length or chunks; one without either has the rest until the close. */
  async answer(method = 'GET'): Promise<RawAnswer> {
    const headEnd = await this.#find('\r\n\r\n', 0);
    const [statusLine = '', ...fields] = this.#received.toString('latin1', 0, headEnd).split('\r\n');
    const headers = new Map(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
      }),
    );
    this.#received = this.#received.subarray(headEnd + 4);
    const status = Number(statusLine.split(' ')[1]);
    const hasBody = method !== 'HEAD' && status !== 204 && status !== 304 && status >= 200;
    return { status, headers, body: hasBody ? await this.#body(headers) : Buffer.alloc(0) };
  }

  async #body(headers: ReadonlyMap<string, string>): Promise<Buffer> {
    const length = headers.get('content-length');
    if (length !== undefined) return this.#take(Number(length));
    if (headers.get('transfer-encoding') !== 'chunked') {
      await this.untilClosed();
      return this.#take(this.#received.length);
    }
    const chunks: Buffer[] = [];
    for (;;) {
      const lineEnd = await this.#find('\r\n', 0);
      const size = Number.parseInt((await this.#take(lineEnd + 2)).toString('latin1'), 16);
      if (size > 0) chunks.push(await this.#take(size));
      await this.#take(2);
      if (size === 0) return Buffer.concat(chunks);
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.#closed) await this.#change();
  }

  async #find(text: string, from: number): Promise<number> {
    for (;;) {
      const at = this.#received.indexOf(text, from, 'latin1');
      if (at >= 0) return at;
      if (this.#closed) throw new Error(`closed after ${JSON.stringify(this.#received.toString('latin1'))}`);
      await this.#change();
    }
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#received.length < length) {
      if (this.#closed) throw new Error(`closed ${length - this.#received.length} bytes before the end`);
      await this.#change();
    }
    const bytes = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return bytes;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Asks one port for things, as bytes. */
export class RawClient {
  readonly #port: number;
  readonly #open: RawConnection[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  connection(halfOpen = false): RawConnection {
    const opened = new RawConnection(this.#port, halfOpen);
    this.#open.push(opened);
    return opened;
  }

  head(method: string, target: string, ...fields: readonly string[]): string {
    return `${[`${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${this.#port}`, ...fields].join('\r\n')}\r\n\r\n`;
  }

  /** The answer to one request on a connection of its own. */
  raw(text: string, method = 'GET'): Promise<RawAnswer> {
    const asking = this.connection();
    asking.socket.write(text, 'latin1');
    return asking.answer(method);
  }

  close(): void {
    for (const connection of this.#open) connection.socket.destroy();
  }
}
