/** The page's script. Everything it shows is put in as text, never as HTML; the key stays in the page's memory. */
export const pageScript = `'use strict';
const element = (id) => document.getElementById(id);
const refreshMs = 1000;
let key = '';
let timer;

async function ask(method, path) {
  const answer = await fetch(path, { method, headers: { authorization: 'Bearer ' + key } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.title);
  return body;
}

function cell(text, className) {
  const td = document.createElement('td');
  td.textContent = text ?? '';
  if (className) td.className = className;
  return td;
}

function row(worker) {
  const tr = document.createElement('tr');
  const megabytes = worker.bytes === undefined ? '' : (worker.bytes / 1e6).toFixed(1);
  const action = worker.state === 'draining' ? 'activate' : 'drain';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = action;
  button.setAttribute('aria-label', action + ' ' + worker.id);
  button.addEventListener('click', () =>
    ask('POST', '/admin/workers/' + encodeURIComponent(worker.id) + '/' + action).then(refresh, show));
  const last = cell('');
  last.append(button);
  tr.append(cell(worker.id), cell(worker.state), cell(worker.zone), cell(worker.pid), cell(worker.streams, 'number'),
    cell(worker.generating, 'number'), cell(worker.artifacts, 'number'), cell(megabytes, 'number'), cell(worker.url), last);
  return tr;
}

function show(error) {
  element('status').textContent = error.message;
}

async function refresh() {
  clearTimeout(timer);
  try {
    const cluster = await ask('GET', '/admin/cluster');
    const focused = document.activeElement?.getAttribute('aria-label');
    element('workers').replaceChildren(...cluster.workers.map(row));
    if (focused) document.querySelector('[aria-label="' + CSS.escape(focused) + '"]')?.focus();
    element('cluster').hidden = false;
    element('status').textContent = 'Epoch ' + cluster.epoch + ', metadata store ' + cluster.metadata + '.';
  } catch (error) {
    show(error);
  }
  timer = setTimeout(refresh, refreshMs);
}

element('login').addEventListener('submit', (event) => {
  event.preventDefault();
  key = element('key').value;
  refresh();
});
`;
