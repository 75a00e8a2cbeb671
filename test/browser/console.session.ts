import { accessSync, constants } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { TestCluster } from '../cluster/start.js';

/** Where Debian, others and snap put it; `CHROMIUM` names another. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

/** The path of a Chromium; undefined where there is none, and then says so. */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM'];
  const tried = named === undefined ? places : [named];
  const found = tried.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined)
    console.warn(
      `Skipped: no Chromium at ${tried.join(', ')}. Install it (apt-get install chromium) or name one with CHROMIUM.`,
    );
  return found;
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  // As root, and in a container, it has no sandbox of its own.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Opens a page of the console as somebody who has the key already. */
export async function openConsole(
  context: BrowserContext,
  cluster: TestCluster,
  hash: string,
): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript((key) => sessionStorage.setItem('understudy-admin-key', key), cluster.adminKey);
  await page.goto(`${cluster.console.url}/${hash}`);
  return page;
}

/** What axe-core finds on a page that is serious or worse. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** What the API says, asked as an operator does. */
export async function askConsole<T>(cluster: TestCluster, path: string): Promise<T> {
  const answer = await fetch(cluster.console.url + path, {
    headers: { authorization: `Bearer ${cluster.adminKey}` },
  });
  return (await answer.json()) as T;
}
