/** The pages in Chromium: no violation of axe-core, no error, no request elsewhere, and alive without being loaded again. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LimitsConfig, ListenConfig, type RunningServer } from '@anodec/http';
import { LivePlantConfig } from '@anodec/simulator';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServedPlant, serveLivePlant } from './plant/serve-plant.js';
import { DashboardConfig } from './settings.js';
import { startDashboard } from './start-dashboard.js';
import { labTable } from './testing/lab-table.js';
import { type ExampleLogs, exampleLogs, exampleRow } from './testing/example-logs.js';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium, by CHROMIUM or in its usual places; undefined where there is none. */
function findChromium(): string | undefined {
  const { CHROMIUM } = process.env;
  return [...(CHROMIUM ? [CHROMIUM] : []), ...BROWSERS].find((path) => existsSync(path));
}

/** Starts a browser. */
function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath: findChromium(), args });
}

/** A page with what went wrong in it. */
interface WatchedPage {
  readonly page: Page;
  /** Errors of the script and of the console, and requests to other servers. */
  readonly faults: string[];
}

/** Opens a page. */
async function openWatched(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(url).origin) faults.push(request.url());
  });
  await page.goto(url);
  return { page, faults };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations of the rules of axe-core, a line each. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate('axe.run(document, { iframes: false })');
  const { violations } = found as { violations: { id: string; nodes: { html: string }[] }[] };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

const PAGES = [
  '/',
  '/runs/version_1',
  '/compare?run=version_0&run=version_1',
  '/live',
  '/live/version_1.plant',
  '/alarms',
  '/sensors',
  '/score',
];

describe.skipIf(!findChromium())('in Chromium (skipped where there is none)', () => {
  let example: ExampleLogs;
  let server: RunningServer;
  let [historic, live] = ['', ''];
  let plant: ServedPlant;
  let browser: Browser;
  beforeAll(async () => {
    plant = await serveLivePlant(LivePlantConfig.parse({ lead: 0 }));
    example = await exampleLogs();
    historic = join(example.logs, 'historic.csv');
    live = join(example.logs, 'live.csv');
    writeFileSync(historic, labTable(800, 0));
    writeFileSync(live, labTable(200, 2000, true));
    server = await startDashboard({
      dashboard: DashboardConfig.parse({ logs: example.logs, historic, live, plant: plant.url }),
      listen: ListenConfig.parse({ port: 0 }),
      limits: LimitsConfig.parse({}),
    });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop(0);
    await plant.stop();
    example.remove();
  });

  test.each([
    ['a desktop in the light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
    ['a phone in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)('every page is accessible, fits and has no fault on %s', async (_, options) => {
    const { page, faults } = await openWatched(browser, server.url, options);
    for (const path of PAGES) {
      await page.goto(`${server.url}${path}`);
      await page.waitForTimeout(200);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([path, await violationsOf(page), beyond]).toEqual([path, [], 0]);
    }
    expect(faults).toEqual([]);
  });

  test('a live scoring goes on without the page being loaded again', async () => {
    const { page, faults } = await openWatched(browser, `${server.url}/live/version_1.plant`);
    await page.evaluate('window.stayed = true');
    example.feed(exampleRow(60, 9, true), exampleRow(61, 8, true));
    await page.locator('#rows tbody tr', { hasText: '00:01:01' }).waitFor();
    await page.locator('#live-tiles', { hasText: '00:01:01' }).waitFor();
    expect(await page.locator('#rows tbody tr').first().textContent()).toContain('alarm');
    expect(await page.locator('#consequences').textContent()).toContain('57 rows shown, 2 would');
    expect(await page.evaluate('window.stayed')).toBe(true);
    expect(faults).toEqual([]);
  });

  test('a button attacks the plant, and all wait until the attack is over', async () => {
    const { page, faults } = await openWatched(browser, `${server.url}/live/version_1.plant`);
    const button = page.getByRole('button', { name: 'P101: switch off' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText(/Attack 34 goes on, P101: switch off, for another \d+ s/).waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('an alarm is acknowledged and remarked on with the keyboard alone', async () => {
    const { page, faults } = await openWatched(browser, `${server.url}/alarms`);
    const button = page.getByRole('button', { name: /Acknowledge the alarm at 2024-01-01/ });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText('The alarm is acknowledged.').waitFor();
    await button.waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: /Note of the alarm at 2024-01-01/ }).focus();
    await page.keyboard.type('pump <b>2</b>');
    await page.keyboard.press('Enter');
    await page.locator('li', { hasText: 'pump <b>2</b>' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('another share or metric of the sensors asks the server for nothing, new readings come by themselves', async () => {
    const { page, faults } = await openWatched(browser, `${server.url}/sensors`);
    await page.locator('#sensor-counts', { hasText: 'anomalous rows (1)' }).waitFor();
    await page
      .locator('#sensor-anomalies tbody tr', { hasText: /Temperature \d+ %/ })
      .first()
      .waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const counts = page.locator('#sensor-counts');
    const before = await counts.textContent();
    await page.locator('#contamination').focus();
    for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#contamination-value').textContent()).toBe('0.010');
    expect(await counts.textContent()).not.toBe(before);
    await page.locator('#sensor-metric').selectOption('Temperature');
    expect(asked).toEqual([]);
    appendFileSync(live, labTable(3, 2200).split('\n').slice(1).join('\n'));
    await page.locator('#sensor-rows tbody tr', { hasText: '10:55:20' }).first().waitFor();
    await page.locator('#sensor-model').selectOption('dbscan');
    await page.getByText('This model decides itself').waitFor();
    expect(faults).toEqual([]);
  });

  test('what stands in files is never run, also where a page is replaced in part', async () => {
    const { page, faults } = await openWatched(browser, `${server.url}/live/version_1.plant`);
    example.feed(exampleRow(62, 3));
    await page.locator('#rows tbody tr', { hasText: '00:01:02' }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
