import { constants, type Http2ServerResponse } from 'node:http2';
import type { ResponseBody } from './response-body.js';

/**
 * A body over HTTP/2; the head went out when it was written. It shares its connection with others, so that bytes wait for their turn and for the client's window (RFC 9113
 * section 5.2): no write is over when it returns.
 */
export class Http2Body implements ResponseBody {
  readonly waitsForTurn = false;
  readonly #response: Http2ServerResponse;

  constructor(response: Http2ServerResponse) {
    this.#response = response;
  }

  write(bytes: Uint8Array, taken: () => void): boolean {
    this.#response.write(bytes, () => {
      if (!this.#response.stream.destroyed) taken();
    });
    return false;
  }

  end(): boolean {
    this.#response.end();
    return false;
  }

  /** RFC 9113 section 8.1: a stream that is reset before its end is no whole response. */
  cut(): void {
    this.#response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }
}
