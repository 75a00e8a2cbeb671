import type { ComposeRequest, Description } from '@understudy/client';
import type { FieldError } from '@understudy/errors';
import { useMemo, useState } from 'preact/hooks';
import { catalog, catalogFor, type Refusal, refusalOf } from './ask-catalog.js';
import { check } from './check.js';
import { JsonEditor } from './editor/json-editor.js';
import { examples, textOf } from './examples.js';
import { ComposeForm } from './form/compose-form.js';
import { SimpleForm } from './form/simple-form.js';
import { type Playable, playableOf } from './playable.js';
import { Preview } from './preview.js';
import { keepKey, readKey } from './session.js';

const ways = { form: 'Form', json: 'JSON', compose: 'For a viewer' } as const;
type Way = keyof typeof ways;

/** The page: a description is picked or written, made, and played while it is made. */
export function App() {
  const [way, setWay] = useState<Way>('form');
  const [text, setText] = useState(() => textOf(examples[0]));
  /** Which text the editor began with. */
  const [picked, setPicked] = useState(0);
  const [key, setKey] = useState(readKey);
  const [made, setMade] = useState<Playable>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [target, setTarget] = useState<{ readonly path: string }>();
  const [making, setMaking] = useState(false);
  const [wish, setWish] = useState<unknown>({ viewer: 'ada', request: { theme: 'mixed', duration: 20 } });

  const checked = useMemo(() => check(text), [text]);
  // What the catalog said of this very text, or what it would say.
  const errors = way === 'compose' || refusal !== undefined ? (refusal?.fields ?? []) : checked.errors;
  const edit = (next: string) => {
    if (next === text) return;
    setText(next);
    setRefusal(undefined);
  };

  const make = async (event: Event) => {
    event.preventDefault();
    setMaking(true);
    setRefusal(undefined);
    try {
      // What they are is for the service to say.
      if (way === 'compose') {
        const composed = await catalogFor(key).post('/v1/compose', { body: wish as ComposeRequest });
        const { description } = await catalog.get('/v1/videos/{id}', { path: { id: composed.id } });
        setText(textOf(description));
        setMade(await playableOf(catalogFor(key), composed));
      } else {
        const answer = await catalogFor(key).post('/v1/videos', { body: checked.value as Description });
        if ('id' in answer) setMade(await playableOf(catalogFor(key), answer));
      }
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setMaking(false);
    }
  };

  return (
    <main>
      <h1>Make a video</h1>
      <form class="columns" onSubmit={(event) => void make(event)}>
        <section class="panel" aria-label="Description">
          <div class="row bar">
            <fieldset class="ways">
              <legend class="hidden">How to describe it</legend>
              {(Object.keys(ways) as Way[]).map((each) => (
                <label key={each}>
                  <input
                    type="radio"
                    name="way"
                    checked={way === each}
                    onChange={() => {
                      setWay(each);
                      setRefusal(undefined);
                    }}
                  />
                  {ways[each]}
                </label>
              ))}
            </fieldset>
            {way !== 'compose' && (
              <Examples
                onPick={(next) => {
                  edit(next);
                  setPicked(picked + 1);
                }}
              />
            )}
          </div>
          {way === 'form' && (
            <SimpleForm value={checked.value} errors={errors} onValue={(value) => edit(textOf(value))} />
          )}
          {way === 'json' && (
            <JsonEditor key={picked} text={text} errors={errors} target={target} onText={edit} />
          )}
          {way === 'compose' && <ComposeForm errors={errors} onBody={setWish} />}
        </section>
        <section class="panel" aria-label="Video">
          <KeyField
            value={key}
            onKey={(next) => {
              keepKey(next);
              setKey(next);
            }}
          />
          <button type="submit" disabled={making || checked.value === undefined}>
            {making ? 'Making …' : 'Make it'}
          </button>
          <p class="failure" role="alert">
            {refusal?.message}
          </p>
          {errors.length > 0 && (
            <Wrong
              errors={errors}
              onGo={(path) => {
                if (way !== 'compose') setWay('json');
                setTarget({ path });
              }}
            />
          )}
          {made === undefined ? (
            <p class="soft">Here it plays, from its first second on, while the rest is made.</p>
          ) : (
            <Preview made={made} />
          )}
        </section>
      </form>
    </main>
  );
}

function Examples({ onPick }: { readonly onPick: (text: string) => void }) {
  return (
    <label>
      Example{' '}
      <select onChange={(event) => onPick(textOf(examples[event.currentTarget.selectedIndex]))}>
        {examples.map(({ title }) => (
          <option key={title}>{title}</option>
        ))}
      </select>
    </label>
  );
}

function KeyField({ value, onKey }: { readonly value: string; readonly onKey: (key: string) => void }) {
  return (
    <div class="field">
      <label for="key">API key</label>
      <input
        id="key"
        type="password"
        autocomplete="off"
        required
        value={value}
        onInput={(event) => onKey(event.currentTarget.value.trim())}
      />
      <p class="soft">It is kept until this tab is closed, and goes into no address.</p>
    </div>
  );
}

function Wrong({
  errors,
  onGo,
}: {
  readonly errors: readonly FieldError[];
  readonly onGo: (path: string) => void;
}) {
  return (
    <ul class="wrong" aria-label="What is wrong">
      {errors.map(({ path, message }) => (
        <li key={path + message}>
          <button type="button" class="quiet" onClick={() => onGo(path)}>
            <code>{path === '' ? 'The text' : path}</code> {message}
          </button>
        </li>
      ))}
    </ul>
  );
}
