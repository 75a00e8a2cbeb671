import type { FieldError } from '@understudy/errors';
import { isRecord, type Json, newScene, sizes, sourceOf, withMember } from './description-edits.js';
import { Field } from './field.js';
import { SceneFields } from './scene-fields.js';

interface SimpleFormProps {
  readonly value: unknown;
  readonly errors: readonly FieldError[];
  readonly onValue: (value: unknown) => void;
}

/** The fields of a description that most videos need. What it does not know of one stays as it is. */
export function SimpleForm({ value, errors, onValue }: SimpleFormProps) {
  if (!isRecord(value)) return <p>The JSON is none at the moment: mend it first, there.</p>;
  const scenes: readonly Json[] = Array.isArray(value['scenes']) ? value['scenes'] : [];
  const set = (name: string, member: unknown) => onValue(withMember(value, name, member));
  const setScenes = (next: readonly Json[]) => set('scenes', next);
  const size = `${value['width']}×${value['height']}`;
  return (
    <div class="form">
      <Field label="Title" path="/title" errors={errors}>
        {(control) => (
          <input
            {...control}
            value={String(value['title'] ?? '')}
            onInput={(event) => set('title', event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="row">
        <Field label="Size" path="/width" errors={errors}>
          {(control) => (
            <select
              {...control}
              value={size}
              onChange={(event) => {
                const [width, height] = event.currentTarget.value.split('×').map(Number);
                onValue({ ...value, width, height });
              }}
            >
              {[...new Set([...sizes, size])].map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Frames per second" path="/fps" errors={errors}>
          {(control) => (
            <select
              {...control}
              value={String(value['fps'])}
              onChange={(event) => set('fps', Number(event.currentTarget.value))}
            >
              {[24, 25, 30, 50, 60].map((fps) => (
                <option key={fps}>{fps}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <ol class="scenes">
        {scenes.map((scene, index) => (
          <li key={index}>
            <SceneFields
              scene={scene}
              index={index}
              errors={errors}
              onScene={(next) => setScenes(scenes.with(index, next))}
              onRemove={scenes.length < 2 ? undefined : () => setScenes(scenes.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => setScenes([...scenes, newScene(sourceOf(scenes.at(-1)))])}>
        Add a scene
      </button>
    </div>
  );
}
