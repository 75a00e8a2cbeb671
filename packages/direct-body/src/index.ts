export { DirectBody } from './direct-body.js';
export { allocateSmall, borrowLarge, forgetLarge, returnLarge, smallBytes } from './read-buffers.js';
export { openBody, type ResponseBody, whenOver } from './response-body.js';
