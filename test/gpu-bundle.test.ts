/** The archive that measures a GPU elsewhere, unpacked and run with nothing around it, on an adapter in software. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../utils/gpu-bundle.mjs', import.meta.url));
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const isThere = process.platform === 'linux' && process.arch === 'x64' && existsSync(DRIVER);

describe.skipIf(!isThere)('the bundle for GPUs (Linux on x64, Debian’s chromium)', () => {
  let folder: string;
  let archive: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'anodec-gpu-test-'));
    execFileSync(process.execPath, [SCRIPT, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [name] = readdirSync(folder);
    archive = join(folder, name);
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** With no variable but these. */
  const run = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    spawnSync(join(folder, 'anodec-gpu-linux-x64/run.sh'), args, {
      cwd: folder,
      env,
      encoding: 'utf8',
    });

  test('has at most 60 MB and says what it takes', () => {
    expect(statSync(archive).size).toBeLessThan(60e6);
    const { status, stdout } = run({}, '--help');
    expect([status, stdout]).toEqual([0, expect.stringContaining('--python PATH')]);
  });

  test('says what to install where there is no adapter', () => {
    const { status, stderr } = run({ VK_ICD_FILENAMES: '/nowhere.json' });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^WebGPU must find an adapter, got none\. Install the driver/m),
    ]);
  });

  test('checks values and gradients, times, and leaves one JSON and one Markdown file', () => {
    const env = { VK_ICD_FILENAMES: DRIVER, LD_LIBRARY_PATH: '/usr/lib/chromium' };
    const { status, stderr } = run(env, '--tiny', '--quick', '--cells', 'gru', '--out', 'found');
    expect(stderr.replace(/^.*XDG_RUNTIME_DIR.*\n/gm, '')).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(readFileSync(join(folder, 'found/gpu-report.json'), 'utf8')) as {
      software: boolean;
      goldens: { cases: number; largestError: number };
      training: { model: string; cell: string; timings: { milliseconds: number }[] }[];
    };
    expect(report.software).toBe(true);
    expect(report.goldens.cases).toBeGreaterThan(10);
    expect(report.goldens.largestError).toBeLessThan(2e-6);
    expect(report.training).toMatchObject([{ model: 'tiny', cell: 'gru' }]);
    expect(report.training[0].timings[0].milliseconds).toBeGreaterThan(0);
    const text = readFileSync(join(folder, 'found/gpu-report.md'), 'utf8');
    expect(text).toContain('The adapter is software: the times say nothing about any GPU.');
    expect(text).toMatch(/^\| tiny: B8 W12 H16 \+ dense \| gru \| [\d.,]+ \|$/m);
    expect(text).toMatch(/^\| tiny: .* \| gru \|( [\d.,]+ \|){4} .*gru 16 forward [\d.]+/m);
  }, 600_000);
});
