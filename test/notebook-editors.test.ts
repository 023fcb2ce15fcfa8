/**
 * A stored notebook in the editors that read it: what a reader chooses works without a kernel, by pointer and by keys,
 * in the colours of the editor.
 *
 * JupyterLab is tried where `jupyter lab` runs. For VS Code, CODE_SERVER names the program of code-server (npm package
 * code-server, the workbench of VS Code with its own viewer of notebooks; start its out/node/entry.js with the Node that
 * it wants).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from './servers.js';

const NOTEBOOK = '03-model-output-exploration.ipynb';
const SOURCE = fileURLToPath(new URL(`../notebooks/${NOTEBOOK}`, import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const { CODE_SERVER } = process.env;
const hasBrowser = existsSync(CHROMIUM);
const hasLab =
  hasBrowser && spawnSync('jupyter', ['lab', '--version'], { stdio: 'ignore' }).status === 0;

/** An editor that is served to a browser. */
interface Editor {
  /** Starts the server on a folder, with a home of its own. */
  start(folder: string, home: string, port: number): ChildProcess;
  /** Opens the notebook; the answer finds the frame that holds its outputs. */
  open(page: Page, port: number): Promise<() => Frame | undefined>;
}

const lab: Editor = {
  start(folder, home, port) {
    const env = { ...process.env, HOME: home };
    spawnSync('jupyter', ['trust', join(folder, NOTEBOOK)], { env });
    const args = ['lab', '--no-browser', '--allow-root', `--port=${port}`, '--port-retries=0'];
    const open = ['--ServerApp.token=', '--ServerApp.password=', `--ServerApp.root_dir=${folder}`];
    return spawn('jupyter', [...args, ...open], { env, stdio: 'ignore' });
  },
  async open(page, port) {
    await page.goto(`http://127.0.0.1:${port}/lab/tree/${NOTEBOOK}`);
    const dialog = page.locator('.jp-Dialog');
    await dialog.getByRole('button', { name: 'No Kernel' }).click({ timeout: 60_000 });
    await dialog.waitFor({ state: 'detached' });
    return () => page.mainFrame();
  },
};

const code: Editor = {
  start(folder, home, port) {
    const user = join(home, 'data/User');
    mkdirSync(user, { recursive: true });
    const settings = {
      'chat.disableAIFeatures': true,
      'window.autoDetectColorScheme': false,
      'workbench.editorAssociations': { '*.ipynb': 'jupyter-notebook' }, // also before its viewer is there
      'workbench.colorTheme': 'Default Dark Modern',
      'workbench.startupEditor': 'none',
    };
    writeFileSync(join(user, 'settings.json'), JSON.stringify(settings));
    const places = [`--user-data-dir=${join(home, 'data')}`, `--extensions-dir=${home}`];
    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
    const args = ['--auth=none', `--bind-addr=127.0.0.1:${port}`, ...places, ...quiet, folder];
    const env = { ...process.env, HOME: home };
    return spawn(String(CODE_SERVER), args, { env, stdio: 'ignore' });
  },
  async open(page, port) {
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole('treeitem', { name: NOTEBOOK }).dblclick({ timeout: 60_000 });
    await page.keyboard.press('Control+B'); // room for the notebook
    return () => page.frames().find((frame) => frame.url().includes('/pre/fake.html'));
  },
};

async function answers(port: number): Promise<void> {
  await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/`), { timeout: 60_000, interval: 250 });
}

/** Turns the wheel until a figure stands in the window; what is far away an editor leaves undrawn. */
async function figureOf(
  page: Page,
  frame: () => Frame | undefined,
  kind: string,
): Promise<Locator> {
  await page.mouse.move(600, 500);
  for (let turn = 0; turn < 150; turn++) {
    const figure = frame()?.locator(`figure[data-widget=${kind}]`).first();
    const drawn = figure && (await figure.count()) > 0 ? await figure.boundingBox() : null;
    if (figure && drawn && drawn.height > 0 && drawn.y > 60 && drawn.y < 600) return figure;
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(80);
  }
  throw new Error(`No ${kind} was found in the notebook.`);
}

/** The pixels of the canvas of a figure. */
function pictureOf(figure: Locator): Promise<string> {
  return figure
    .locator('canvas')
    .evaluate((canvas) => (canvas as { toDataURL(): string }).toDataURL());
}

/** How many cells the line at the bottom of the editor counts. */
async function cellsOf(page: Page): Promise<number> {
  const text = await page.locator('body').innerText();
  return Number(/Cell \d+(?: of |\/)(\d+)/.exec(text)?.[1]);
}

describe.each([
  { name: 'JupyterLab', editor: lab, isThere: hasLab, paper: 'rgb(255, 255, 255)' },
  { name: 'VS Code', editor: code, isThere: hasBrowser && !!CODE_SERVER, paper: 'rgb(23, 28, 34)' },
])('$name', ({ editor, isThere, paper }) => {
  describe.skipIf(!isThere)('(needs chromium and the editor)', () => {
    let folder: string;
    let server: ChildProcess;
    let browser: Browser;
    let page: Page;
    let frame: () => Frame | undefined;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'anodec-editor-'));
      const [work, home] = ['work', 'home'].map((name) => join(folder, name));
      mkdirSync(work);
      mkdirSync(home);
      cpSync(SOURCE, join(work, NOTEBOOK));
      const port = await freePort();
      server = editor.start(work, home, port);
      await answers(port);
      const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
      browser = await chromium.launch({ executablePath: CHROMIUM, args });
      // a light editor in a dark system and a dark one in a light system: the editor decides
      const colorScheme = editor === lab ? 'dark' : 'light';
      page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
      frame = await editor.open(page, port);
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      server?.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    test('a signal is chosen by a letter, which stays with the drop-down, and the picture changes', async () => {
      const figure = await figureOf(page, frame, 'samples');
      const before = await pictureOf(figure);
      await figure.locator('figcaption').click(); // the cell is chosen, keys would be commands
      await expect.poll(() => cellsOf(page)).toBeGreaterThan(0);
      const cells = await cellsOf(page);
      const signal = figure.getByLabel('Signal');
      const first = await signal.inputValue();
      await signal.focus();
      await page.keyboard.press('l');
      await page.keyboard.press('b');
      await page.keyboard.press('a');
      await expect.poll(() => pictureOf(figure)).not.toBe(before);
      expect(await signal.inputValue()).not.toBe(first);
      expect(await cellsOf(page)).toBe(cells);
    }, 60_000);

    test('the threshold moves with the arrows, and the counts with it', async () => {
      const figure = await figureOf(page, frame, 'slider');
      const threshold = figure.getByLabel('Threshold', { exact: true });
      const before = await figure.locator('.counts').innerText();
      await threshold.focus();
      for (let times = 0; times < 10; times++) await page.keyboard.press('ArrowLeft');
      await expect.poll(() => threshold.inputValue()).toBe('34');
      expect(await figure.locator('.counts').innerText()).not.toBe(before);
    }, 60_000);

    test('a drag zooms, and the colours are those of the editor', async () => {
      const figure = await figureOf(page, frame, 'heatMap');
      const before = await pictureOf(figure);
      const box = await figure.locator('canvas').boundingBox();
      if (!box) throw new Error('The canvas is not there.');
      await page.mouse.move(box.x + 200, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + 500, box.y + 60, { steps: 4 });
      await page.mouse.up();
      await expect.poll(() => pictureOf(figure)).not.toBe(before);
      const colour = "getComputedStyle(document.querySelector('div.anodec')).backgroundColor";
      expect(await frame()?.evaluate(colour)).toBe(paper);
    }, 60_000);
  });
});

/** What a webview lets a page do: its own scripts and styles, nothing from a network. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** The output of the stored notebook that has the slider. */
function outputWithSlider(): string {
  const { cells } = JSON.parse(readFileSync(SOURCE, 'utf8')) as {
    cells: { outputs?: { data?: { 'text/html'?: string[] } }[] }[];
  };
  const all = cells
    .flatMap(({ outputs = [] }) => outputs)
    .map(({ data }) => data?.['text/html']?.join('') ?? '');
  return all.find((html) => html.includes('data-widget="slider"')) ?? '';
}

describe.skipIf(!hasBrowser)('a frame with the rules of a webview (needs chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
  }, 60_000);
  afterAll(() => browser?.close());

  test.each([
    { body: 'class="vscode-dark"', system: 'light', paper: 'rgb(23, 28, 34)' },
    { body: 'class="vscode-high-contrast"', system: 'light', paper: 'rgb(23, 28, 34)' },
    { body: 'class="vscode-light"', system: 'dark', paper: 'rgb(255, 255, 255)' },
    { body: 'data-jp-theme-light="false"', system: 'light', paper: 'rgb(23, 28, 34)' },
    { body: 'data-jp-theme-light="true"', system: 'dark', paper: 'rgb(255, 255, 255)' },
    { body: '', system: 'dark', paper: 'rgb(23, 28, 34)' },
  ] as const)(
    'draws itself, in the colours of <body $body> in a $system system',
    async (one) => {
      const page = await browser.newPage({ colorScheme: one.system });
      const meta = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
      const inner = `<!doctype html>${meta}<body ${one.body}>${outputWithSlider()}</body>`;
      const source = inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      await page.setContent(`<iframe sandbox="allow-scripts" srcdoc="${source}"></iframe>`);
      const frame = page.frameLocator('iframe');
      const threshold = frame.getByRole('slider', { name: 'Threshold' });
      const before = await frame.locator('.counts').innerText();
      await threshold.press('ArrowLeft');
      expect(await frame.locator('.counts').innerText()).not.toBe(before);
      // JupyterLab leaves the keys of an element to it where it has this
      expect(await threshold.getAttribute('data-lm-suppress-shortcuts')).toBe('');
      const colour = "getComputedStyle(document.querySelector('div.anodec')).backgroundColor";
      expect(await page.frames()[1].evaluate(colour)).toBe(one.paper);
      await page.close();
    },
    30_000,
  );
});
