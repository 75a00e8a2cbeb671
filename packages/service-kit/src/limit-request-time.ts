import { constants, type Http2SecureServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';

/** Resets requests of HTTP/2 that are not all there after `timeoutMs`: node's `requestTimeout` holds for HTTP/1.1 alone. */
export function limitRequestTime(server: Http2Server | Http2SecureServer, timeoutMs: number): void {
  server.on('stream', (stream: ServerHttp2Stream) => {
    if (stream.endAfterHeaders) return;
    const timer = setTimeout(() => {
      // A body that is all there, and that nobody reads, has half-closed it.
      const isOpen = stream.state.state === constants.NGHTTP2_STREAM_STATE_OPEN;
      if (isOpen) stream.close(constants.NGHTTP2_CANCEL);
    }, timeoutMs);
    stream.once('close', () => clearTimeout(timer));
  });
}
