import type { ClusterOptions } from '@understudy/cli';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startCluster, type TestCluster } from '../cluster/start.js';
import { findChromium, launchChromium } from './chromium.js';
import { type PageServer, servePage } from './page-server.js';

const executable = findChromium();

/** Why no test of a browser can run here; undefined where they can. */
export const whySkipped =
  executable === undefined
    ? 'no Chromium was found: apt-get install chromium, or CHROMIUM=/path/of/one'
    : undefined;
if (whySkipped !== undefined) console.warn(`SKIPPED: ${whySkipped}`);

/** A cluster, another site with a page that plays its videos, and a browser. */
export class Stage {
  readonly cluster: TestCluster;
  readonly #server: PageServer;
  readonly #browser: Browser;

  private constructor(cluster: TestCluster, server: PageServer, browser: Browser) {
    this.cluster = cluster;
    this.#server = server;
    this.#browser = browser;
  }

  static async open(options: ClusterOptionsOfTests): Promise<Stage> {
    const browser = await launchChromium(executable as string);
    return new Stage(await startCluster({ workers: 3, ...options }), await servePage(), browser);
  }

  /** The page of the other site, in a window of its own. */
  async openPage(): Promise<Page> {
    const page = await this.openWindow();
    await page.goto(this.#server.url);
    return page;
  }

  openWindow(options: BrowserContextOptions = {}): Promise<Page> {
    return this.#browser.newPage(options);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    await this.cluster.dispose();
  }
}

type ClusterOptionsOfTests = Omit<ClusterOptions, 'dataDir'>;
