import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFile(`${root}/${path}`, 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const { groups } = parse(await read('infra/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool) process.stderr.write('SKIPPED: promtool (Debian: prometheus) is not installed\n');

test('every alert has its page, and every page its alert', async () => {
  const pages = (await readdir(`${root}/docs/runbooks`)).map((file) => `docs/runbooks/${file}`);
  expect(rules.map(({ annotations }) => annotations.runbook).sort()).toEqual(pages.sort());
  for (const { labels, annotations } of rules) {
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/\.$/);
  }
});

test('alerts and dashboard ask for metrics that there are', async () => {
  const reference = await read('docs/reference/metrics.md');
  const dashboard = await read('infra/grafana/dashboards/understudy.json');
  const asked = [...`${JSON.stringify(rules)} ${dashboard}`.matchAll(/\bunderstudy_\w+/g)].map(([name]) =>
    name.replace(/_(bucket|sum|count)$/, ''),
  );
  expect(asked.length).toBeGreaterThan(30);
  for (const name of asked) expect(reference).toContain(`\`${name}\``);
});

test('pages name events that there are', async () => {
  const reference = await read('docs/reference/events.md');
  const names = new Set([...reference.matchAll(/^\| `([\w.-]+)`/gm)].map(([, name]) => name));
  for (const { annotations } of rules) {
    const page = await read(annotations.runbook);
    for (const [, name] of page.matchAll(/`([a-z]+\.[a-z-]+)`/g)) expect([...names]).toContain(name);
  }
});

test.skipIf(!hasPromtool)('promtool takes the rules and the configuration', () => {
  for (const check of [
    ['rules', 'alerts.yml'],
    ['config', 'prometheus.yml'],
  ] as const) {
    const { status, stderr } = spawnSync('promtool', ['check', check[0], check[1]], {
      cwd: `${root}/infra/prometheus`,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  }
});

test.skipIf(!hasPromtool)('alerts fire when they must, and not before', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'alerts.test.yml'], {
    cwd: `${root}/infra/prometheus`,
    encoding: 'utf8',
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
});
