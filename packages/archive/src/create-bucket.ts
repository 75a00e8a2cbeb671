import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { parseArchiveUrl } from './archive-url.js';

/**
 * A program: makes the bucket of `UNDERSTUDY_ARCHIVE_URL`, unless there is one. For an S3 server that is set up together with the
 * cluster; workers have no right to make buckets. Exits with 1 where it cannot.
 */
const timeoutMs = 30_000;
const { bucket, endpoint, region, pathStyle } = parseArchiveUrl(process.env['UNDERSTUDY_ARCHIVE_URL'] ?? '');
const client = new S3Client({
  ...(endpoint !== undefined && { endpoint }),
  ...(region !== undefined && { region }),
  forcePathStyle: pathStyle,
});
try {
  await client.send(new CreateBucketCommand({ Bucket: bucket }), {
    abortSignal: AbortSignal.timeout(timeoutMs),
  });
} catch (error) {
  const isThere = error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists;
  if (!isThere) throw error;
} finally {
  client.destroy();
}
process.stdout.write(`bucket ${bucket} is there\n`);
