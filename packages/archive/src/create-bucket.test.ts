import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startS3Server } from './testing/index.js';

const program = fileURLToPath(new URL('../dist/create-bucket.js', import.meta.url));

test('the bucket is made once, and found after that', async () => {
  const server = await startS3Server();
  onTestFinished(() => server.stop());
  const url = server.archiveUrl.replace(/^s3:\/\/[^/]+/, 's3://made-by-program');
  const run = () =>
    promisify(execFile)(process.execPath, [program], {
      env: { ...process.env, UNDERSTUDY_ARCHIVE_URL: url },
    });
  for (let times = 0; times < 2; times += 1)
    expect((await run()).stdout).toBe('bucket made-by-program is there\n');
  const created = (await server.requests()).filter((request) => request.startsWith('PUT /made-by-program'));
  expect(created).toHaveLength(2);
});
