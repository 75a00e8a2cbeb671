import { createHmac } from 'node:crypto';

/**
 * The header fields of a message, by Standard Webhooks 1.0.0: the signature is over the ID, the second in which it is sent, and the
 * body. Several secrets give several signatures, with a space between.
 */
export function signedHeaders(
  secrets: readonly Uint8Array[],
  messageId: string,
  sentAtMs: number,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(sentAtMs / 1_000));
  const content = `${messageId}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`,
  );
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
