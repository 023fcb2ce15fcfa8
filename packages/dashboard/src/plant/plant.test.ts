/** The server of a plant that runs, and the page that starts attacks in it. */
import { LimitsConfig, ListenConfig } from '@anodec/http';
import { LIVE_HEADER, LivePlantConfig } from '@anodec/simulator';
import { expect, test } from 'vitest';
import { DashboardConfig } from '../settings.js';
import { startDashboard } from '../start-dashboard.js';
import { exampleLogs } from '../testing/example-logs.js';
import { serveLivePlant } from './serve-plant.js';

const config = LivePlantConfig.parse({ attackSeconds: 3000, lead: 20, speed: 50 });

test('its server gives out rows from a byte on, and starts attacks from its own pages alone', async () => {
  const served = await serveLivePlant(config, { start: 0 });
  try {
    const rows = async (from: number) => {
      const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
      const answer = await fetch(`${served.url}/rows.csv`, { headers });
      return { status: answer.status, text: await answer.text() };
    };
    const first = await rows(0);
    expect(first.text.startsWith(LIVE_HEADER)).toBe(true);
    expect(first.text.split('\n').length).toBeGreaterThan(20);
    await expect.poll(async () => (await rows(first.text.length)).status).toBe(206);
    const more = await rows(first.text.length);
    expect((await rows(0)).text.startsWith(`${first.text}${more.text}`)).toBe(true);
    expect((await rows(1e9)).status).toBe(416);
    const attack = (headers: Record<string, string>) =>
      fetch(`${served.url}/attacks`, {
        method: 'POST',
        body: '{"number": 34}',
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await attack({ origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await attack({})).status).toBe(200);
    expect(await (await fetch(`${served.url}/state`)).json()).toHaveProperty('attacks');
  } finally {
    await served.stop();
  }
});

test('a page starts an attack in the plant and says how long it goes on', async () => {
  const plant = await serveLivePlant(config, { start: 0 });
  const example = await exampleLogs();
  const page = await startDashboard({
    dashboard: DashboardConfig.parse({ logs: example.logs, plant: plant.url }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse({}),
  });
  const send = (number: number, headers: Record<string, string> = {}) =>
    fetch(`${page.url}/api/plant/attacks`, {
      method: 'POST',
      body: JSON.stringify({ number }),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const shown = async () => (await fetch(`${page.url}/live/version_1.plant`)).text();
  try {
    expect(await shown()).toContain('P101: switch off');
    expect((await send(34, { origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await send(34)).status).toBe(200);
    expect(await shown()).toMatch(/Attack 34 goes on, P101: switch off, for another \d+ s/);
    const second = await send(2);
    expect([second.status, await second.text()]).toEqual([
      400,
      expect.stringContaining('Attack 34 must be over first'),
    ]);
    await plant.stop();
    expect(await shown()).toContain('The plant does not answer');
    expect((await send(2)).status).toBe(502);
  } finally {
    await plant.stop();
    await page.stop(0);
    example.remove();
  }
});

test('without a plant there is no way to start an attack', async () => {
  const example = await exampleLogs();
  const page = await startDashboard({
    dashboard: DashboardConfig.parse({ logs: example.logs }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse({}),
  });
  try {
    const answer = await fetch(`${page.url}/api/plant/attacks`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(await (await fetch(`${page.url}/live/version_1.plant`)).text()).not.toContain('attack-');
  } finally {
    await page.stop(0);
    example.remove();
  }
});
