/** The documents of the repository: their links, paths and commands exist, and decisions are complete. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const exists = (path: string): boolean => existsSync(join(root, path));
const packages = readdirSync(join(root, 'packages')).filter((name) =>
  exists(`packages/${name}/package.json`),
);
const decisions = readdirSync(join(root, 'references/decisions')).map(
  (name) => `references/decisions/${name}`,
);
const guide = readdirSync(join(root, 'references/guide'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `references/guide/${name}`);
const documents = [
  ...guide,
  'README.md',
  'CONTRIBUTING.md',
  'data/README.md',
  'lightning_logs/README.md',
  'CHANGELOG.md',
  'references/glossary.md',
  'references/licences.md',
  'references/peers.md',
  'references/results.md',
  ...decisions,
  ...packages.map((name) => `packages/${name}/README.md`).filter(exists),
];

/** What every decision says, in this order. */
const PARTS = ['Question', 'Tried', 'Numbers', 'Decision', 'Look again when'];

/** Targets of the links of a document that lead to files, as paths from the root. */
function linksOf(document: string): string[] {
  // a path from the root of the site leads to a page that is made when the site is built, which checks it
  return [...read(document).matchAll(/\]\((?!\w+:|#|\/)([^)#\s]+)[^)]*\)/g)].map(([, target]) =>
    normalize(join(dirname(document), target)),
  );
}

/** What stands between backticks, and the lines of blocks of code. */
function codeOf(document: string): string[] {
  const text = read(document);
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, lines]) =>
    lines.split('\n'),
  );
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)];
  return [...blocks, ...inline.map(([, code]) => code)];
}

/** The entries of a table in a source file: `name: …` and `name,`. */
function hasEntry(source: string, name: string): boolean {
  return new RegExp(`(?:^|[{\\s])'?${name}'?[:,]`, 'm').test(source);
}

test.each(documents)('every link of %s leads to a file', (document) => {
  expect(linksOf(document).filter((path) => !exists(path))).toEqual([]);
});

test.each(documents)('every benchmark and long check that %s names exists', (document) => {
  const named = [...read(document).matchAll(/npm run (bench|soak) -- ([a-z-]+)/g)];
  const unknown = named.filter(([, kind, name]) => !hasEntry(read(`utils/${kind}.mjs`), name));
  expect(unknown.map(([command]) => command)).toEqual([]);
});

test.each(documents)('every command that %s names exists', (document) => {
  const registry = read('packages/cli/src/commands/registry.ts');
  const tree = registry.slice(registry.indexOf('const commands'));
  const named = [
    ...read(document).matchAll(/(?:npx |`)anodec ([a-z]+)(?: ([a-z]+(?:-[a-z]+)*)\b(?![./]))?/g),
  ];
  const unknown = named.filter(([, first, second]) => {
    const group = new RegExp(`\\b${first}: \\{([\\s\\S]*?)\\n {2}\\}`).exec(tree)?.[1];
    if (group === undefined) return !new RegExp(`^ {2}${first}[:,]`, 'm').test(tree);
    return second !== undefined && !hasEntry(group, second);
  });
  expect(unknown.map(([command]) => command)).toEqual([]);
});

describe.each(decisions.filter((path) => !path.endsWith('README.md')))('%s', (path) => {
  const sections = read(path).split(/^## /m).slice(1);

  test('dates each decision, asks a question, and has the newest first', () => {
    const headings = sections.map((section) => section.split('\n')[0]);
    expect(headings.length).toBeGreaterThan(0);
    expect(headings.filter((heading) => !/^\d{4}-\d\d-\d\d: .+\?$/.test(heading))).toEqual([]);
    const dates = headings.map((heading) => heading.slice(0, 10));
    expect(dates).toEqual([...dates].sort().toReversed());
  });

  test('gives the five parts of each decision, in order', () => {
    const parts = sections.map((section) => [
      section.split('\n')[0],
      ...[...section.matchAll(/^- \*\*(.+?):\*\* \S/gm)].map(([, part]) => part),
    ]);
    const wrong = parts.filter(([, ...found]) => found.join() !== PARTS.join());
    expect(wrong).toEqual([]);
  });

  test('is in the index', () => {
    expect(linksOf('references/decisions/README.md')).toContain(path);
  });
});

/** Cells of the rows of a Markdown table after its header, from the line of a text that begins with `start`. */
function tableAt(text: string, start: string): string[][] {
  const lines = text.slice(text.indexOf(start)).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(first);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the results of the README are those of references/results.md', () => {
  const results = read('references/results.md');
  const [plant, all] = [results.indexOf('## Simulated plant'), results.indexOf('## All public')];
  const short = tableAt(read('README.md'), '## Results').slice(2);
  const ofPlant = tableAt(results.slice(plant), '| detector');
  const plantRows = ['LSTM autoencoder', 'PCA', 'linear baseline'].map((name) => {
    const [, detected, alarms, f1, auprc] = ofPlant.find(([first]) => first === name) ?? [];
    return [detected.split(' ')[0], alarms.split(' ')[0], f1, auprc];
  });
  const columns = ['Attacks detected', 'False alarms per day', 'F1, threshold', 'AUPRC'].map(
    (title) => {
      const [head, , ...rows] = tableAt(results.slice(all), `\n${title}`);
      const means = rows.find(([first]) => first === 'all (22 data sets)') ?? [];
      return ['LSTM autoencoder', 'PCA', 'Linear baseline'].map(
        (name) => (means[head.indexOf(name)] ?? 'none').split(' ')[0],
      );
    },
  );
  const publicRows = [0, 1, 2].map((row) => columns.map((column) => column[row]));
  expect(short.map((cells) => cells.slice(2))).toEqual([...plantRows, ...publicRows]);
});

describe('CONTRIBUTING.md', () => {
  const code = codeOf('CONTRIBUTING.md');

  test('names only files and folders that exist', () => {
    const paths = code
      .flatMap((line) => line.split(/\s+/))
      .filter((word) => /^(packages|test|utils|references|data|\.ci)\//.test(word))
      // NAME is the file or folder to be added: its parent must be there
      .map((word) => word.replace(/NAME.*$/, ''));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  test('names only scripts of the package manifest', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = code.flatMap((line) =>
      [...line.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, script]) => script),
    );
    expect(named).toContain('bench');
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  test('shows every package on its floor', () => {
    const architecture = read('test/architecture.test.ts');
    const ranks = [...architecture.matchAll(/^ {2}'(?:@anodec\/)?([\w-]+)': (\d),$/gm)]
      .filter(([, name]) => packages.includes(name))
      .map(([, name, rank]) => `${rank} ${name}`);
    // a floor is a line of its number and names that lie one or two blanks apart
    const shown = code.flatMap((line) => {
      const [, floor, names] = /^(\d) {2}([\w-]+(?: {2}[\w-]+)*)(?: {3}|$)/.exec(line) ?? [];
      return floor === undefined ? [] : names.split('  ').map((name) => `${floor} ${name}`);
    });
    expect(shown.sort()).toEqual(ranks.sort());
  });
});
