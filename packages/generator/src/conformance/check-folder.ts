import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Description, parseDescription, programOf } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { openProgramGenerator } from '../program/program-generator.js';
import { checkGenerator } from './check-generator.js';
import type { Report } from './report.js';

const stallMs = 10_000;

/**
 * Checks the program of a folder: that of its `generator.json`, with a short and small video of its `description.json`.
 * @param folder ends with a slash, such as `new URL('.', import.meta.url)`
 * @throws UnderstudyError `invalid_configuration`, `invalid_description` where one of the files is none
 */
export async function checkFolder(folder: URL): Promise<Report> {
  const example = JSON.parse(await readFile(new URL('description.json', folder), 'utf8')) as unknown;
  const file = fileURLToPath(new URL('generator.json', folder));
  const open = () => openProgramGenerator({ file, stallMs });
  return checkGenerator({ open, description: shortened(parseDescription(example)) });
}

/** So that it is quick: three segments of it are as good as many. */
function shortened(description: Description): Description {
  const source = programOf(description);
  if (source === undefined)
    throw new UnderstudyError('invalid_description', 'the example is not for a program');
  return parseDescription({
    ...description,
    width: 160,
    height: 90,
    scenes: [{ duration: 1.2, source: { ...source, segmentDuration: 0.5 } }],
  });
}
