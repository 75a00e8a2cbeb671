import { messageOf } from './messages.js';

/**
 * Why a metadata store does not answer, in words that say what to look at: what stands in the way is often that something else listens there,
 * and the libraries then speak of themselves.
 */
export function storeFault(error: unknown): string {
  const message = messageOf(error);
  if (/unknown RESP type/i.test(message)) return 'what answers there is no Redis';
  if (isOfTls(error, message)) return 'what answers there does not speak TLS as rediss:// does';
  return message.split('\n', 1)[0] as string;
}

function isOfTls(error: unknown, message: string): boolean {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (typeof code === 'string' && (code.startsWith('ERR_SSL_') || code === 'EPROTO')) return true;
  return /SSL routines|wrong version number|packet length too long/i.test(message);
}
