/** Transactions of this process, in all environments, that lmdb has begun or waits to begin. */
let underWay = 0;
let isWatched = false;

/**
 * Notes that `transaction` is under way until it has ended. `process.exit` waits for lmdb's threads, and these for the event loop, which has
 * ended: for good, and with the write lock of all processes (https://github.com/kriszyp/lmdb-js/issues/336). So whoever exits meanwhile is killed:
 * then nothing stays of the transaction, and the lock is free.
 */
export async function untilEnded<T>(transaction: Promise<T>): Promise<T> {
  if (!isWatched) process.on('exit', endAtOnce);
  isWatched = true;
  underWay += 1;
  try {
    return await transaction;
  } finally {
    underWay -= 1;
  }
}

function endAtOnce(): void {
  if (underWay > 0) process.kill(process.pid, 'SIGKILL');
}
