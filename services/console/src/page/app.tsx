import { useEffect, useState } from 'preact/hooks';
import { EventsPage } from './events/events-page.js';
import { Live } from './live.js';
import { Login } from './login.js';
import { OverviewPage } from './overview/overview-page.js';
import { MayChange } from './parts/change-button.js';
import { Age } from './parts/panel.js';
import { mayChange, Who } from './parts/who.js';
import { linkTo, type Place, pages, parsePlace } from './place.js';
import { forgetKey, keepKey, readKey } from './session.js';
import { StreamsPage } from './streams/streams-page.js';
import { VideosPage } from './videos/videos-page.js';
import { WorkersPage } from './workers/workers-page.js';

/** The page: a key is asked for, and then the cluster is shown. */
export function App() {
  const [key, setKey] = useState(readKey);
  const [reason, setReason] = useState<string>();
  const leave = (why?: string) => {
    forgetKey();
    setReason(why);
    setKey(undefined);
  };
  if (key !== undefined) return <Console key={key} adminKey={key} onLeave={leave} />;
  const enter = (typed: string) => {
    keepKey(typed);
    setKey(typed);
  };
  return <Login reason={reason} onKey={enter} />;
}

interface ConsoleProps {
  readonly adminKey: string;
  readonly onLeave: (why?: string) => void;
}

function Console({ adminKey, onLeave }: ConsoleProps) {
  const { live, nowMs } = useLive(adminKey, () => onLeave('The console does not take this key any more.'));
  const session = live.session.now.answer;
  const place = usePlace();
  usePageKeys();
  useEffect(() => {
    document.title = `${titles[place.page]} · Understudy console`;
  }, [place.page]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </button>
      <header class="top">
        <a class="brand" href={linkTo('overview')}>
          Understudy
        </a>
        <nav aria-label="Pages">
          {pages.map((page, index) => (
            <a
              href={linkTo(page)}
              aria-current={page === place.page ? 'page' : undefined}
              title={`Key ${index + 1}`}
            >
              {titles[page]}
            </a>
          ))}
        </nav>
        <Connection live={live} nowMs={nowMs} />
        <Who session={session} />
        <button type="button" class="quiet" onClick={() => onLeave()}>
          Log out
        </button>
      </header>
      <main id="content" tabIndex={-1}>
        <h1>{titles[place.page]}</h1>
        {!mayChange(session) && (
          <p class="empty">This key may only read: what would change something is off.</p>
        )}
        <MayChange.Provider value={mayChange(session)}>
          <Page live={live} place={place} nowMs={nowMs} />
        </MayChange.Provider>
      </main>
    </>
  );
}

const titles = {
  overview: 'Overview',
  workers: 'Workers',
  streams: 'Streams',
  videos: 'Videos',
  events: 'Events',
} as const;

interface PageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

function Page({ live, place, nowMs }: PageProps) {
  switch (place.page) {
    case 'workers':
      return <WorkersPage live={live} place={place} nowMs={nowMs} />;
    case 'streams':
      return <StreamsPage live={live} place={place} nowMs={nowMs} />;
    case 'videos':
      return <VideosPage live={live} place={place} nowMs={nowMs} />;
    case 'events':
      return <EventsPage live={live} place={place} nowMs={nowMs} />;
    case 'overview':
      return <OverviewPage live={live} place={place} nowMs={nowMs} />;
  }
}

/** Whether what is shown is what is. */
function Connection({ live: { cluster, feed }, nowMs }: { readonly live: Live; readonly nowMs: number }) {
  const { answeredAtMs, failure } = cluster.now;
  const broken = failure ?? feed.failure;
  return (
    <p class={broken === undefined ? 'connection' : 'connection broken'} role="status">
      {broken === undefined ? 'Live' : failure !== undefined ? failure : `No events: ${feed.failure}`}{' '}
      <Age atMs={answeredAtMs} nowMs={nowMs} oldAfterMs={5_000} />
    </p>
  );
}

/** Ages are told in seconds. */
const tickMs = 1_000;

/** What is known of the cluster; draws again whenever it changes, and every second. */
function useLive(key: string, onRefused: () => void): { readonly live: Live; readonly nowMs: number } {
  const [nowMs, setNowMs] = useState(Date.now);
  const draw = () => setNowMs((lastMs) => Math.max(Date.now(), lastMs + 1));
  const [live] = useState(() => new Live(key, draw, onRefused));
  useEffect(() => {
    const ticking = setInterval(draw, tickMs);
    // A browser has six connections for all tabs of one server, and each feed is one: a tab that nobody sees gives its own back.
    const shown = () => (document.hidden ? live.stop() : live.start());
    shown();
    document.addEventListener('visibilitychange', shown);
    return () => {
      document.removeEventListener('visibilitychange', shown);
      clearInterval(ticking);
      live.stop();
    };
  }, [live]);
  return { live, nowMs };
}

function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash));
  useEffect(() => {
    const moved = () => setPlace(parsePlace(location.hash));
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return place;
}

/** 1 to 5 open the pages, `/` goes to the search field. */
function usePageKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches('input, select, textarea, dialog *'))
        return;
      const page = pages[Number(event.key) - 1];
      const search = document.querySelector<HTMLInputElement>('input[type=search]');
      if (page !== undefined) location.hash = linkTo(page);
      else if (event.key === '/' && search !== null) search.focus();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
