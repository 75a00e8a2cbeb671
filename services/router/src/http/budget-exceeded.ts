import type { IncomingHttpHeaders } from 'node:http';
import { UnderstudyError } from '@understudy/errors';
import { priceHeader } from '@understudy/peer-protocol';

/** What a worker said of a viewer whose budget is too small for what would have to be made. */
export function budgetExceeded(headers: IncomingHttpHeaders): UnderstudyError {
  const retryAfter = Number(headers['retry-after']);
  const price = Number(headers[priceHeader]);
  return new UnderstudyError('budget_exceeded', `a price of ${price} generation-seconds`, {
    ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    ...(price > 0 && Number.isFinite(price) && { price }),
  });
}
