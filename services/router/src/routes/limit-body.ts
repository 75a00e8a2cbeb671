import { type Readable, Transform } from 'node:stream';
import { UnderstudyError } from '@understudy/errors';

/** The bytes of `body`, which fails with `payload_too_large` where there are more than `limitBytes`, and with `bad_request` where it breaks off. */
export function limitBody(body: Readable, limitBytes: number): Readable {
  let seen = 0;
  const limited = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      seen += bytes.length;
      if (seen > limitBytes) done(new UnderstudyError('payload_too_large', `more than ${limitBytes} bytes`));
      else done(null, bytes);
    },
  });
  // Who reads it may come later than an error, and sees it then.
  limited.on('error', () => {});
  body.once('error', (cause) =>
    limited.destroy(new UnderstudyError('bad_request', 'the body broke off', { cause })),
  );
  return body.pipe(limited);
}
