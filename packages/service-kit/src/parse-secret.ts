import { UnderstudyError } from '@understudy/errors';

/** As many as the digest that it keys: more bits would not help, fewer could be guessed. */
const minSecretBytes = 32;

/**
 * Reads a shared secret from its base64. It is never part of the message, which would end in a log.
 * @throws UnderstudyError `invalid_configuration`
 */
export function parseSecret(name: string, text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length >= minSecretBytes) return bytes;
  throw new UnderstudyError(
    'invalid_configuration',
    `${name} must be base64 of at least ${minSecretBytes} random bytes`,
  );
}
