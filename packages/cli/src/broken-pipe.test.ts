import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { endWithReader } from './broken-pipe.js';

test('a reader that has gone ends it as SIGPIPE would, any other error is one', () => {
  const output = new EventEmitter();
  const exit = vi.fn();
  endWithReader(output as never, exit);
  output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(exit).toHaveBeenCalledExactlyOnceWith(141);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  expect(() => output.emit('error', full)).toThrow(full);
});
