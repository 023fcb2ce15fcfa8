/** What stands under a cell: text where there is no kernel, the forms that a kernel receives, windows, errors. */
import { inspect } from 'node:util';
import { createFrame, DataError } from '@anodec/core';
import { afterEach, expect, test, vi } from 'vitest';
import { showErrorsAsSentences } from './errors.js';
import { browseSignals, describeFrame, display, liveProgress, show } from './index.js';

const T = 240;
const frame = createFrame({
  clock: 'utc',
  timestamps: Float64Array.from({ length: T }, (_, t) => Date.UTC(2024, 0, 1) + 30_000 * t),
  channels: ['level', 'flow'],
  values: Float32Array.from({ length: 2 * T }, (_, i) => (i === 3 ? NaN : i)),
  labels: Uint8Array.from({ length: T }, (_, t) => (t < 7 ? 1 : 0)),
});

/** A kernel, as Deno offers one. */
function withKernel() {
  const sent: { type: string; data: Record<string, string>; id: string }[] = [];
  const broadcast = (
    type: string,
    { data, transient }: { data: Record<string, string>; transient: { display_id: string } },
  ) => sent.push({ type, data, id: transient.display_id });
  vi.stubGlobal('Deno', { jupyter: { broadcast } });
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('says shape, interval, times and rows under attack of a frame', () => {
  expect(describeFrame(frame)).toBe(
    '240 rows × 2 channels, every 30 s, 2024-01-01 00:00:00 to 2024-01-01 01:59:30, 7 of them under attack',
  );
});

test('prints the first and the last rows where there is no kernel', async () => {
  const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await show(frame, { head: 2, tail: 1 });
  const [, ...lines] = String(print.mock.calls[0][0]).trimEnd().split('\n');
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['time', 'level', 'flow', 'label'],
    ['2024-01-01 00:00:00', '0', '1', '1'],
    ['2024-01-01 00:00:30', '2', '–', '1'],
    ['⋮', '⋮', '⋮', '⋮'],
    ['2024-01-01 01:59:30', '478', '479', '0'],
  ]);
});

test('a later state replaces the same output', () => {
  const sent = withKernel();
  const output = display({ 'text/plain': 'first' });
  output.update({ 'text/plain': 'second' });
  expect(sent.map(({ type }) => type)).toEqual(['display_data', 'update_display_data']);
  expect(sent[1].id).toBe(sent[0].id);
});

test('one line tells of all pieces of work of a call, and names the longest at the end', () => {
  const sent = withKernel();
  const progress = liveProgress();
  for (const label of ['Reading', 'Training']) {
    progress.begin(label, 4, 'epochs');
    const since = performance.now();
    if (label === 'Training') while (performance.now() - since < 20);
    progress.update(4, 'loss 0.1');
    progress.end();
  }
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  expect(sent.at(-1)?.data['text/plain']).toMatch(
    /^Training · 4 of 4 epochs · loss 0\.1 · 0\.0 s; everything 0\.\d s$/,
  );
});

test('a chart with menus carries its rows, averaged, and a still picture for views without scripts', async () => {
  const sent = withKernel();
  await browseSignals(frame, { channels: ['flow'], title: 'Test <rows>' });
  const html = sent[0].data['text/html'];
  const [, json] = /<script type="application\/json">(.+?)<\/script>/.exec(html) ?? [];
  const content = JSON.parse(json);
  expect(content).toMatchObject({ rows: T / 2, chosen: ['flow'] });
  expect(content.days).toEqual([
    { name: '2024-01-01', start: Date.UTC(2024, 0, 1), end: Date.UTC(2024, 0, 2) },
  ]);
  expect(content.intervals.slice(0, 2)).toEqual([
    { name: 'every 1 min', rows: 1 },
    { name: 'mean of 5 min', rows: 5 },
  ]);
  expect(html).toMatch(/<img class="still" [^>]*src="data:image\/png;base64,iVBOR/);
  expect(html).toContain('Test &lt;rows&gt;');
});

test('a channel that is not there is refused by name', async () => {
  await expect(browseSignals(frame, { channels: ['Flow'] })).rejects.toThrow(
    'A channel must be one of level, flow, got Flow.',
  );
});

test('a mistake of the reader prints as its sentence, another error with its stack', () => {
  showErrorsAsSentences();
  expect(inspect(new DataError('Rows must be sorted.'))).toBe('Rows must be sorted.');
  expect(inspect(new TypeError('broken'))).toContain('at ');
});
