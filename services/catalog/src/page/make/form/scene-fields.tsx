import type { FieldError } from '@understudy/errors';
import { type Json, memberAt, sourceOf, sources, withMember } from './description-edits.js';
import { Field } from './field.js';

interface SceneFieldsProps {
  readonly scene: Json;
  readonly index: number;
  readonly errors: readonly FieldError[];
  readonly onScene: (scene: Json) => void;
  /** Undefined for the only one. */
  readonly onRemove: (() => void) | undefined;
}

/** How long a scene lasts, what it shows, and what is written on it. */
export function SceneFields({ scene, index, errors, onScene, onRemove }: SceneFieldsProps) {
  const path = `/scenes/${index}`;
  const kind = sourceOf(scene);
  const text = memberAt(scene, 'text', 'value');
  const setText = (value: string) =>
    onScene(
      withMember(
        scene,
        'text',
        value === '' ? undefined : withMember(memberAt(scene, 'text'), 'value', value),
      ),
    );
  return (
    <fieldset>
      <legend>Scene {index + 1}</legend>
      <div class="row">
        <Field label="Seconds" path={`${path}/duration`} errors={errors}>
          {(control) => (
            <input
              {...control}
              type="number"
              step="any"
              value={String(memberAt(scene, 'duration') ?? '')}
              onInput={({ currentTarget: { value } }) =>
                onScene(withMember(scene, 'duration', value === '' ? undefined : Number(value)))
              }
            />
          )}
        </Field>
        <Field label="Shows" path={`${path}/source`} errors={errors}>
          {(control) => (
            <select
              {...control}
              value={kind}
              onChange={(event) => onScene(withMember(scene, 'source', sources[event.currentTarget.value]))}
            >
              {Object.keys(sources).map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label="Text" path={`${path}/text`} errors={errors}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={String(text ?? '')}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      {onRemove && (
        <button type="button" class="quiet" onClick={onRemove}>
          Remove scene {index + 1}
        </button>
      )}
    </fieldset>
  );
}
