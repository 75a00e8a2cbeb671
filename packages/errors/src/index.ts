export { type ErrorCode, errorTable } from './error-table.js';
export { type FieldError, type Problem, toProblem } from './problem.js';
export { isUnderstudyError, UnderstudyError, type UnderstudyErrorOptions } from './understudy-error.js';
