import { openArchive } from '@understudy/archive';
import { openMetadataStore } from '@understudy/metadata-store';
import { messageOf } from '../messages.js';
import { storeFault } from '../store-fault.js';
import type { DoctorOptions } from './doctor-options.js';
import { type Finding, fail, ok } from './finding.js';

const timeoutMs = 5_000;
/** No artifact has it. */
const nobodysArtifact = '0'.repeat(32);

/** Whether the metadata store answers, lets us in, and keeps what it acknowledges. An embedded one belongs to its cluster. */
export async function checkMetadata({
  metadataUrl,
  metadataPrefix,
  waitReplicas,
}: DoctorOptions): Promise<Finding> {
  const check = 'metadata store';
  if (metadataUrl === undefined) return ok(check, 'not looked at: UNDERSTUDY_METADATA_URL is not set here');
  if (metadataUrl.startsWith('lmdb:')) return ok(check, 'not looked at: an embedded one is in its services');
  let why: unknown;
  try {
    const store = await openMetadataStore(metadataUrl, {
      keyPrefix: metadataPrefix,
      commandTimeoutMs: timeoutMs,
      requireDurable: true,
      waitReplicas,
      onReachable: (_reachable, cause) => {
        why = cause;
      },
    });
    const { reachable } = store;
    await store.close();
    if (reachable) return ok(check, 'answers, and keeps what it acknowledges');
    return fail(
      check,
      `does not answer (${storeFault(why)}): is UNDERSTUDY_METADATA_URL right, and is it up?`,
    );
  } catch (error) {
    return fail(check, storeFault(error));
  }
}

/** Whether the archive answers with these credentials. */
export async function checkArchive({ archiveUrl }: DoctorOptions): Promise<Finding> {
  const check = 'archive';
  if (archiveUrl === undefined) return ok(check, 'none is configured');
  try {
    const archive = await openArchive(archiveUrl);
    try {
      await archive.find(nobodysArtifact, AbortSignal.timeout(timeoutMs));
    } finally {
      archive.close();
    }
    return ok(check, 'answers');
  } catch (error) {
    return fail(
      check,
      `${messageOf(error)}: look at UNDERSTUDY_ARCHIVE_URL, at the credentials, and at the right s3:ListBucket`,
    );
  }
}
