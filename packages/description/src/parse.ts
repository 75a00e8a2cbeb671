import { UnderstudyError } from '@understudy/errors';
import { checkTimeline } from './check-timeline.js';
import { FieldErrors } from './field-errors.js';
import { limits } from './limits.js';
import { readBySchema } from './read-schema.js';
import { type Description, descriptionSchema } from './schema.js';

/**
 * Turns parsed JSON into a description. The result is a copy: nothing of the input that the schema does not name is in it.
 * @throws UnderstudyError `invalid_description` with a field error per bad field, at most `limits.fieldErrors`
 */
export function parseDescription(input: unknown): Description {
  const errors = new FieldErrors(limits.fieldErrors);
  const description = readBySchema(descriptionSchema, input, '', errors) as Description;
  if (errors.list.length === 0) checkTimeline(description, errors);
  if (errors.list.length > 0) {
    throw new UnderstudyError('invalid_description', `${errors.list.length} wrong fields`, {
      fieldErrors: errors.list,
    });
  }
  return description;
}
