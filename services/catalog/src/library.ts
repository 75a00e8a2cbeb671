import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Description } from '@understudy/description';
import { type FieldError, UnderstudyError } from '@understudy/errors';

/**
 * Checks that every clip of a description is a file of the library. Names are plain file names (the schema has no other),
 * so that none leads out of it.
 * @throws UnderstudyError `invalid_description` with the path of each clip that is not there.
 */
export async function checkClips(description: Description, libraryDir: string): Promise<void> {
  const found = await Promise.all(
    description.scenes.map(async ({ source }, index): Promise<FieldError[]> => {
      if (source.type !== 'clip' || (await isFile(join(libraryDir, source.name)))) return [];
      return [{ path: `/scenes/${index}/source/name`, message: 'must be the name of a clip in the library' }];
    }),
  );
  const fieldErrors = found.flat();
  if (fieldErrors.length > 0) {
    throw new UnderstudyError('invalid_description', `${fieldErrors.length} clips missing`, { fieldErrors });
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
