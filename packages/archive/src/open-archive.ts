import { Archive } from './archive.js';
import { archiveKeys } from './archive-keys.js';
import { parseArchiveUrl } from './archive-url.js';

/**
 * Opens the archive that a URL names. Asks it nothing: one that is away at the start may be there later.
 * @throws UnderstudyError `invalid_configuration`
 */
export async function openArchive(url: string): Promise<Archive> {
  const location = parseArchiveUrl(url);
  // The SDK takes a fifth of a second to load: only who has an archive pays for it.
  const { S3Objects } = await import('./s3/s3-objects.js');
  const objects = new S3Objects(location);
  await objects.checkRegion();
  return new Archive(objects, archiveKeys(location.prefix));
}
