import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { DirectBody } from './direct-body.js';
import { Http2Body } from './http2-body.js';

/** The body of a response whose head is written, whatever the version of HTTP. */
export interface ResponseBody {
  /** Whether it stands behind another response of a pipeline: the client cannot take anything of it yet. */
  readonly waitsForTurn: boolean;
  /**
   * Gives the client bytes. True: it has them. False: they must stay as they are, and nothing more be written, until `taken` is
   * called; it is not when the response is destroyed.
   */
  write(bytes: Uint8Array, taken: () => void): boolean;
  /** True: all is on its way to the client, as far as this side can tell. False: the client is to take some first. */
  end(): boolean;
  /** Ends the response so that the client can tell that there was more to come. */
  cut(): void;
}

/** `hasLength`: whether the head has a Content-Length. */
export function openBody(response: ServerResponse, hasLength: boolean): ResponseBody {
  return isHttp2(response) ? new Http2Body(response) : new DirectBody(response, hasLength);
}

/**
 * Calls `over` once when nothing more goes to the client, at once where that is so already: with true where it got all, as far as this side
 * can tell, with false where it left or was cut off.
 */
export function whenOver(response: ServerResponse, over: (whole: boolean) => void): void {
  if (isClosed(response)) {
    over(isFinished(response));
    return;
  }
  response.once('close', () => over(isFinished(response)));
  if (isHttp2(response) || response.socket !== null) return;
  // Behind another response of a pipeline. Until its turn node does not tell it that the connection was closed.
  const { socket } = response.req;
  const left = () => over(false);
  // As many as wait there, which is no leak.
  socket.setMaxListeners(0).once('close', left);
  response.once('socket', () => socket.off('close', left));
}

function isClosed(response: ServerResponse): boolean {
  if (isHttp2(response)) return response.stream.destroyed;
  return response.closed || (response.socket === null && response.req.socket.closed);
}

function isFinished(response: ServerResponse): boolean {
  return isHttp2(response)
    ? response.writableEnded && response.stream.rstCode === 0
    : response.writableFinished;
}

/** Fastify hands out both under the type of the first. */
function isHttp2(response: object): response is Http2ServerResponse {
  return 'stream' in response;
}
