import { expect, test, vi } from 'vitest';
import type { MembershipWatch } from './membership.js';
import { OpenWatches } from './open-watches.js';

const newWatch = () => ({ close: vi.fn(), current: undefined }) as unknown as MembershipWatch;

test('a watch that is closed is not kept, and what is left is closed with the store', () => {
  const watches = new OpenWatches();
  for (let index = 0; index < 100; index += 1) watches.keep(newWatch()).close();
  expect(watches.size).toBe(0);
  const [ended, left] = [newWatch(), newWatch()];
  const [endedClose, leftClose] = [ended.close, left.close];
  watches.keep(ended).close();
  watches.keep(left);
  watches.closeAll();
  expect(watches.size).toBe(0);
  expect(endedClose).toHaveBeenCalledOnce();
  expect(leftClose).toHaveBeenCalledOnce();
});
