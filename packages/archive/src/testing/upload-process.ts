import { armFaults } from '@understudy/fault-points';
import { openArchive } from '../open-archive.js';
import { randomArtifact } from './random-artifact.js';

/** Uploads `randomArtifact(name)`; killed in it by a fault point. Arguments: archive URL, name, state path, faults. */
const [url = '', name = '', statePath = '', faults = ''] = process.argv.slice(2);
armFaults(faults);
const archive = await openArchive(url);
await archive.upload(
  randomArtifact(name),
  { statePath, partBytes: 5 * 1024 * 1024, parallelParts: 1, beforePart: () => Promise.resolve() },
  new AbortController().signal,
);
archive.close();
