import { archiving } from './scenarios/archiving.js';
import { deleting } from './scenarios/deleting.js';
import { keeping } from './scenarios/keeping.js';
import { making } from './scenarios/making.js';
import { moving } from './scenarios/moving.js';

/** A new fault point needs a scenario here that passes it; it then takes part by itself. */
export const scenarios = [...making, ...keeping, ...moving, ...archiving, ...deleting];
