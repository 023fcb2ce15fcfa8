/** The page kit: what is text is escaped, what is HTML stays, numbers stand right. */
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { escapeHtml } from './escape.js';
import { htmlPage } from './page.js';
import { htmlBadge, htmlCards, htmlNotices, htmlSection, htmlTiles } from './parts.js';
import { htmlFacts, htmlTable, isNumeric, TABLE_SCRIPT } from './table.js';

const EVIL = `<b a="c">'&`;
const SAFE = '&lt;b a=&quot;c&quot;&gt;&#39;&amp;';

test('escapes text in every part', () => {
  const parts = [
    htmlPage({ title: EVIL, heading: EVIL, subtitle: EVIL, body: '' }),
    htmlTiles([[EVIL, EVIL]]),
    htmlSection(EVIL, 'x'),
    htmlBadge(EVIL),
    htmlNotices([{ tone: 'bad', title: EVIL, text: EVIL }]),
    htmlCards([{ id: 'a', title: EVIL, body: '' }]),
    htmlTable({ columns: [EVIL, 'x'], rows: [[EVIL, EVIL]], filter: EVIL }),
    htmlFacts([[EVIL, EVIL]]),
  ];
  for (const part of parts) {
    expect(part).toContain(SAFE);
    expect(part).not.toContain('<b a');
  }
  expect(escapeHtml(EVIL)).toBe(SAFE);
});

test('makes a page that loads nothing', () => {
  const page = htmlPage({ title: 'x', heading: 'y', body: '<p>z</p>' });
  expect(page).toContain('<title>x</title>');
  expect(page).toContain('<h1>y</h1>\n<p>z</p>');
  expect(page).not.toMatch(/<script|<link|@import|https?:/);
});

test('refers to files of style and script where a page may hold neither', () => {
  const files = { style: '/style.css', script: '/page.js' };
  const page = htmlPage({ title: 'x', body: '', style: 'b {}', script: 'a()', files });
  expect(page).toContain('<link rel="stylesheet" href="/style.css">');
  expect(page).toContain('<script src="/page.js" defer></script>');
  expect(page).not.toMatch(/<style|<script>|b \{\}|a\(\)/);
});

test('keeps a script from ending its own element', () => {
  const page = htmlPage({ title: 'x', body: '', script: 'const end = "</script>", p = /</g;' });
  expect(page.split('</script>')).toHaveLength(2);
  expect(page).toContain('/</g');
});

test('aligns numbers and shares to the right, with their heading, and colours yes and no', () => {
  const table = htmlTable({
    columns: ['Channel', 'Mean', 'Share', 'Found', 'Note'],
    rows: [['7', '1,234.5', '12 %', 'yes', '3 rows']],
  });
  expect(table).toContain('<th scope="col">Channel</th><th scope="col" class="number">Mean</th>');
  expect(table).toContain('<td class="number">1,234.5</td><td class="number">12 %</td>');
  expect(table).toContain('<td class="yes">yes</td><td>3 rows</td>');
});

test('aligns a column of values with its heading, marks and ranges apart from the numbers', () => {
  const table = htmlTable({
    columns: ['Metric', { title: 'PCA', numeric: true }, { title: 'Floor', numeric: true }],
    rows: [
      ['F1', '0.828 ★ †', '0.1 (0.0 to 0.2; defined in 9 of 10 draws)'],
      ['Attacks', '26 of 33', '–'],
    ],
  });
  expect(table).toContain('<th scope="col" class="number">PCA</th>');
  expect(table).toContain('<td class="number">0.828<span class="marks"> ★ †</span></td>');
  expect(table).toContain('<td class="number">26 of 33<span class="marks"></span></td>');
  expect(table).toContain('0.1 <small>(0.0 to 0.2;<br>defined in 9 of 10 draws)</small></td>');
  expect(table).toContain('<td class="number">–</td>');
});

test('knows numbers with signs and exponents from other texts', () => {
  const texts = ['−0.02', '+1.5', '1.2e-7', '12 %', '2015-12-28', '–', '.', '3 rows', '1 of 2'];
  expect(texts.filter(isNumeric)).toEqual(['−0.02', '+1.5', '1.2e-7', '12 %']);
});

test('inserts HTML of a cell as it is', () => {
  const rows = [['a', { html: '<svg></svg>' }]];
  const columns = ['Channel', { title: 'Trend', still: true, remarks: true }];
  expect(htmlTable({ columns, rows })).toContain('<td class="remarks"><svg></svg></td>');
  expect(htmlTable({ columns, rows })).toContain('<th scope="col" class="still">Trend</th>');
});

test('has no heading for a section without contents', () => {
  expect(htmlSection('Alarms', '', '')).toBe('');
  expect(htmlSection('Alarms', '', '<p>1</p>')).toBe('<h2>Alarms</h2>\n<p>1</p>');
});

/** A row of a table as the script sees it. */
function rowOf(...cells: string[]) {
  const text = cells.join('');
  return { cells: cells.map((textContent) => ({ textContent })), textContent: text, hidden: false };
}

/** Runs the script on a table of one text and one number column. */
function runTableScript(rows: readonly ReturnType<typeof rowOf>[]) {
  const clicks: (() => void)[] = [];
  const shown: string[] = [];
  let filter: (event: object) => void = () => undefined;
  const heads = ['Channel', 'Mean'].map(() => ({
    classList: { contains: () => false },
    addEventListener: (_: string, click: () => void) => clicks.push(click),
  }));
  const table = {
    classList: { contains: (name: string) => name === 'sortable' },
    tHead: { rows: [{ cells: heads }] },
    tBodies: [
      {
        rows,
        append: (...all: ReturnType<typeof rowOf>[]) =>
          shown.splice(0, shown.length, ...all.map(({ cells }) => cells[0].textContent)),
      },
    ],
  };
  const field = {
    addEventListener: (_: string, listener: (event: object) => void) => {
      filter = listener;
    },
  };
  const frame = { querySelector: (what: string) => (what === 'table' ? table : field) };
  runInNewContext(TABLE_SCRIPT, { document: { querySelectorAll: () => [frame] } });
  return { clicks, shown, filter: (value: string) => filter({ target: { value } }) };
}

test('sorts by numbers, once more the other way round, and filters rows', () => {
  const rows = [rowOf('LIT101', '10'), rowOf('FIT101', '9'), rowOf('AIT201', '1,000')];
  const { clicks, shown, filter } = runTableScript(rows);
  clicks[1]();
  expect(shown).toEqual(['FIT101', 'LIT101', 'AIT201']);
  clicks[1]();
  expect(shown).toEqual(['AIT201', 'LIT101', 'FIT101']);
  filter('it10');
  expect(rows.map(({ hidden }) => hidden)).toEqual([false, false, true]);
});
