export { DirectBody } from './direct-body.js';
export { allocateSmall, borrowLarge, forgetLarge, returnLarge, smallBytes } from './read-buffers.js';
export { isFinished, openBody, type ResponseBody } from './response-body.js';
