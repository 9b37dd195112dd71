import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { sampleHistory } from '../../scripts/sample-history.ts';
import { sampleNames, sampleReport } from '../../scripts/sample-reports.ts';
import { renderBadge } from '../../src/reports/badge.ts';
import { renderHtml } from '../../src/reports/html.ts';
import { renderTimeline } from '../../src/reports/timeline.ts';
import { findChromium, openChromium } from '../support/chromium.ts';
import { serve } from '../support/http-server.ts';
import { attacks, hostileHistory, hostileReport } from './hostile.ts';

const executable = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const axeSchema = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullable(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

/** What a page did that a reader does not see. */
interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
}

const desktop: Look = { colorScheme: 'light', width: 1280 };
const desktopDark: Look = { colorScheme: 'dark', width: 1280 };
const phone: Look = { colorScheme: 'light', width: 320 };
const phoneDark: Look = { colorScheme: 'dark', width: 375 };

/** Every sample light and dark; the one with most to show in all looks. */
const shown = [
  ...sampleNames.flatMap((name) => [desktop, phoneDark].map((look) => [name, look] as const)),
  ...[desktopDark, phone].map((look) => ['diagnose', look] as const),
].map(([name, { colorScheme, width }]) => [name, colorScheme, width] as const);

describe.skipIf(executable === undefined)('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-pages-'));
  let browser: Awaited<ReturnType<typeof openChromium>> | undefined;

  beforeAll(async () => {
    browser = await openChromium(executable ?? '');
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function visit(html: string, look = desktop): Promise<Visit> {
    if (browser === undefined) throw new Error('The browser did not start.');
    const page = await newPage(browser.context, look);
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => requests.push(request.url()));
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    const address = pathToFileURL(file).href;
    await page.goto(address, { waitUntil: 'load' });
    return {
      page,
      complaints,
      requests: requests.filter((url) => url !== address && !url.startsWith('data:')),
    };
  }

  async function seriousProblems(page: Page): Promise<string[]> {
    // Evaluated by the debugger, which the page's policy does not bind.
    await page.evaluate(axe);
    const { passes, violations } = axeSchema.parse(await page.evaluate('axe.run()'));
    expect(passes.length).toBeGreaterThan(15);
    return violations
      .filter(({ impact }) => impact !== 'minor')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  it.each(shown)(
    'shows the report %s, %s and %i pixels wide, to everyone',
    async (name, colorScheme, width) => {
      const html = renderHtml(sampleReport(name), sampleHistory(name));
      const { page, complaints, requests } = await visit(html, { colorScheme, width });
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      // Everything folded away counts as well.
      await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
      expect(await seriousProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
      await page.close();
    },
  );

  it('finds what is wrong with a page that is', async () => {
    const { page } = await visit(
      '<!doctype html><html><body><p style="color:#aaa">faint</p><img src="data:,"></body></html>',
    );
    await page.evaluate(axe);
    const { violations } = axeSchema.parse(await page.evaluate('axe.run()'));
    expect(violations.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'image-alt']));
    await page.close();
  });

  it('is light or dark as the reader wishes', async () => {
    const html = renderHtml(sampleReport('not-ready'), sampleHistory('not-ready'));
    const seen = async (look: Look) => {
      const { page } = await visit(html, look);
      const colours = await page.evaluate(
        `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.shg-timeline .healthy')).fill]`,
      );
      await page.close();
      return colours;
    };
    expect(await seen(desktop)).toEqual(['rgb(248, 248, 246)', 'rgb(26, 115, 64)']);
    expect(await seen(desktopDark)).toEqual(['rgb(18, 20, 23)', 'rgb(92, 201, 140)']);
  });

  it('lets a reader without a mouse skip to the findings and open what is folded away', async () => {
    const { page } = await visit(renderHtml(sampleReport('ready'), sampleHistory('ready')));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the findings');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(`document.querySelector('details').open`)).toBe(true);
    await page.close();
  });

  it('has one picture of the chain and one timeline at each width', async () => {
    const html = renderHtml(sampleReport('not-ready'), sampleHistory('not-ready'));
    for (const look of [desktop, phone]) {
      const { page } = await visit(html, look);
      const pictures = await page.getByRole('img').all();
      expect(await Promise.all(pictures.map(async (each) => each.getAttribute('class')))).toEqual([
        look === phone ? 'chain tall' : 'chain wide',
        'shg-timeline',
      ]);
      await page.close();
    }
  });

  it('shows all columns of uptime and outages on a phone', async () => {
    const { page } = await visit(renderHtml(sampleReport('not-ready'), sampleHistory('not-ready')), {
      colorScheme: 'light',
      width: 390,
    });
    const hidden = `(card) => card.scrollWidth - card.clientWidth`;
    const [uptime = NaN, outages = NaN] = await page.evaluate<readonly number[]>(
      `[...document.querySelectorAll('.uptime, .outages')].map(${hidden})`,
    );
    // Fonts differ by a few pixels.
    expect(uptime).toBeLessThan(16);
    expect(outages).toBeLessThan(16);
    await page.close();
  });

  it('runs nothing and loads nothing that a text asks for', async () => {
    await using server = await serve((_, response) => response.end());
    const reach = `"><img src="${server.url}/img"><script src="${server.url}/js"></script><style>@import '${server.url}/css'</style>`;
    for (const attack of [...attacks, reach]) {
      const { page, complaints } = await visit(renderHtml(hostileReport(attack), hostileHistory(attack)));
      expect(complaints).toEqual([]);
      await page.close();
    }
    expect(server.requests).toEqual([]);
    const { page } = await visit(`<!doctype html><img src="${server.url}/img" alt="">`);
    expect(server.requests).toHaveLength(1);
    await page.close();
  });

  it('forbids by its policy what an escape might miss', async () => {
    await using server = await serve((_, response) => response.end());
    const html = renderHtml(sampleReport('ready')).replace(
      '</main>',
      `<img src="${server.url}/img" alt=""><script>console.log('ran')</script></main>`,
    );
    const { page, complaints } = await visit(html);
    expect(complaints.join()).toContain('Content Security Policy');
    expect(complaints).not.toContain('ran');
    expect(server.requests).toEqual([]);
    await page.close();
  });

  it.each(['timeline', 'narrow timeline', 'badge'])('draws the %s, whatever the texts are', async (what) => {
    const { page } = await visit('<!doctype html><title>pictures</title>');
    for (const text of ['plain', ...attacks]) {
      const history = hostileHistory(text);
      const svg =
        what === 'badge'
          ? renderBadge(history)
          : renderTimeline(history, { layout: what === 'timeline' ? 'wide' : 'narrow' });
      const size = await page.evaluate(`new Promise((done, failed) => {
        const picture = new Image();
        picture.onload = () => done([picture.naturalWidth, picture.naturalHeight]);
        picture.onerror = () => failed(new Error('The picture is damaged.'));
        picture.src = 'data:image/svg+xml,' + ${JSON.stringify(encodeURIComponent(svg))};
      })`);
      expect(size).toEqual([expect.any(Number), expect.any(Number)]);
    }
    await page.close();
  });
});

async function newPage(context: BrowserContext, { colorScheme, width }: Look): Promise<Page> {
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 800 });
  return page;
}
