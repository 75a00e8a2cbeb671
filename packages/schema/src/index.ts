export {
  addProblems,
  type FieldProblem,
  type ProblemAnswers,
  priceSchema,
  problemSchema,
  problems,
} from './problem.js';
export type { RouteSchema, SchemaAnswer } from './route-schema.js';
export { type Answer, type Static, Type } from './type.js';
