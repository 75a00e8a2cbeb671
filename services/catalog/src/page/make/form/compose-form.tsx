import type { FieldError } from '@understudy/errors';
import { useState } from 'preact/hooks';
import { Field } from './field.js';

interface ComposeFormProps {
  readonly errors: readonly FieldError[];
  readonly onBody: (body: unknown) => void;
}

const themes = ['mixed', 'fractal', 'automata', 'abstract'] as const;

/** What `POST /v1/compose` takes: who it is for, and what is wished. */
export function ComposeForm({ errors, onBody }: ComposeFormProps) {
  const [viewer, setViewer] = useState('ada');
  const [theme, setTheme] = useState<string>(themes[0]);
  const [duration, setDuration] = useState('20');
  const tell = (body: { viewer: string; theme: string; duration: string }) =>
    onBody({
      viewer: body.viewer,
      request: { theme: body.theme, ...(body.duration !== '' && { duration: Number(body.duration) }) },
    });
  const change = (changed: Partial<{ viewer: string; theme: string; duration: string }>) => {
    const next = { viewer, theme, duration, ...changed };
    setViewer(next.viewer);
    setTheme(next.theme);
    setDuration(next.duration);
    tell(next);
  };
  return (
    <div class="form">
      <p>
        The video is composed for a viewer, from patterns, and is none of the last 500 that this viewer was
        given. Make it again: it is another.
      </p>
      <Field label="Viewer" path="/viewer" errors={errors}>
        {(control) => (
          <input
            {...control}
            value={viewer}
            onInput={(event) => change({ viewer: event.currentTarget.value })}
          />
        )}
      </Field>
      <div class="row">
        <Field label="Theme" path="/request/theme" errors={errors}>
          {(control) => (
            <select
              {...control}
              value={theme}
              onChange={(event) => change({ theme: event.currentTarget.value })}
            >
              {themes.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Seconds" path="/request/duration" errors={errors}>
          {(control) => (
            <input
              {...control}
              type="number"
              value={duration}
              onInput={(event) => change({ duration: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
