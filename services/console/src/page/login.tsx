import type { ApiError } from '@understudy/client';
import { useState } from 'preact/hooks';
import { openConsoleApi, sentenceOf } from './api/console-api.js';

interface LoginProps {
  /** Why one has to log in again. */
  readonly reason: string | undefined;
  readonly onKey: (key: string) => void;
}

/** Asks for the admin key, and tries it. */
export function Login({ reason, onKey }: LoginProps) {
  const [failure, setFailure] = useState(reason);
  const [trying, setTrying] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    const key = String(new FormData(event.currentTarget as HTMLFormElement).get('key')).trim();
    setTrying(true);
    try {
      await openConsoleApi(key).get('/admin/session');
      onKey(key);
    } catch (error) {
      const { code } = error as ApiError;
      setFailure(code === 'unauthorized' ? 'This is not the admin key.' : sentenceOf(error));
      setTrying(false);
    }
  };
  return (
    <main class="login">
      <h1>Understudy console</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label for="key">Admin key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus />
        <p class="empty">
          <code>UNDERSTUDY_ADMIN_KEY</code> of the console; of a local cluster <code>admin.key</code> in{' '}
          <code>.understudy/cluster.json</code>; or one of <code>understudy keys</code> that may{' '}
          <code>admin</code> or <code>admin:read</code>. It is kept until this tab is closed.
        </p>
        <button type="submit" disabled={trying}>
          {trying ? 'Trying …' : 'Log in'}
        </button>
        <p class="failure" role="alert">
          {failure}
        </p>
      </form>
    </main>
  );
}
