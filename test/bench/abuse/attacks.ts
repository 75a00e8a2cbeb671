import type { Attack } from './attack.js';
import { connectionFlood } from './connection-flood.js';
import { createAndAbandon } from './create-and-abandon.js';
import { dearFromManyKeys, dearFromOneKey } from './dear-videos.js';
import { forgedIds } from './forged-ids.js';
import { hotVideo } from './hot-video.js';
import { rangeFloods } from './range-floods.js';
import { slowHeaders } from './slow-headers.js';
import { slowReaders } from './slow-readers.js';

/** All, in the order of the table. */
export const attacks: readonly Attack[] = [
  hotVideo,
  dearFromOneKey,
  dearFromManyKeys,
  forgedIds,
  slowHeaders,
  slowReaders,
  connectionFlood,
  rangeFloods,
  createAndAbandon,
];
