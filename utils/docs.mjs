// Builds the documentation site: npm run docs [-- --out FOLDER] [--guide FOLDER] [--without-api]
//
//     references/site/index.html     to begin with; static files that load nothing from elsewhere
//
// Pages come from references/guide, the READMEs, the schemas of settings, and the docstrings. A link that leads nowhere
// ends it with exit code 1.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DOCUMENTS, GUIDE } from './docs/contents.mjs';
import { brokenLinks } from './docs/links.mjs';
import { renderMarkdown } from './docs/markdown.mjs';
import { sitePage } from './docs/page.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values: given } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'references/site') },
    guide: { type: 'string', default: join(root, 'references/guide') },
    'without-api': { type: 'boolean', default: false },
  },
});
const out = resolve(given.out);
const guide = resolve(given.guide);
checkReplaceable(out);

const kit = await import(pathOfBuilt('charts/dist/index.js'));
const { commandPages } = await import(pathOfBuilt('cli/dist/reference/command-pages.js'));
const { settingsPage } = await import(pathOfBuilt('cli/dist/reference/settings-page.js'));

const packages = readdirSync(join(root, 'packages'))
  .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
  .sort();

/** Sources by their path from the root, or a made-up one, with the page that each becomes. */
const sources = [
  ...guideSources(),
  ...(await referenceSources()),
  ...documentSources(),
  ...(given['without-api'] ? [] : await apiSources()),
];
const pageOf = new Map(sources.map(({ from, path }) => [from, path]));
/** Pictures by their path in the site. */
const pictures = new Map();

const pages = sources.map((source) => ({
  ...source,
  ...renderMarkdown(source.text, (target) => rewrite(source, target)),
}));
const site = { groups: groupsOf(pages) };
const building = `${out}.${process.pid}`;
rmSync(building, { recursive: true, force: true });
try {
  for (const page of pages) write(page.path, sitePage(kit, { ...page, next: nextOf(page) }, site));
  for (const [path, file] of pictures) {
    mkdirSync(dirname(join(building, path)), { recursive: true });
    copyFileSync(file, join(building, path));
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(dirname(out), { recursive: true });
  renameSync(building, out);
} finally {
  rmSync(building, { recursive: true, force: true });
}
const broken = brokenLinks(out);
for (const sentence of broken) console.error(sentence);
console.log(
  `${pages.length} pages, to begin with ${relative(process.cwd(), join(out, 'index.html'))}`,
);
if (broken.length > 0) process.exitCode = 1;

function pathOfBuilt(path) {
  const built = join(root, 'packages', path);
  if (existsSync(built)) return built;
  return fail('The packages must be built before their documentation. Run: npm run setup');
}

/** Only what this program wrote is replaced. */
function checkReplaceable(folder) {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  const index = join(folder, 'index.html');
  if (existsSync(index) && readFileSync(index, 'utf8').includes('content="anodec"')) return;
  fail(
    `${folder} must be absent, empty or an earlier site, got other files. Name another folder with --out.`,
  );
}

function guideSources() {
  return Object.entries(GUIDE).flatMap(([group, names]) =>
    names.flatMap((name) => {
      const file = join(guide, `${name}.md`);
      if (!existsSync(file))
        return guide === join(root, 'references/guide') ? fail(`${file} must be there.`) : [];
      return [
        {
          group,
          from: `references/guide/${name}.md`,
          path: `${name}.html`,
          text: withIncludes(read(file)),
        },
      ];
    }),
  );
}

/** `<!-- file: PATH -->` before a block stands for the file, so that a page shows what is tested. */
function withIncludes(text) {
  return text.replaceAll(/^<!-- file: (\S+) -->$/gm, (_, path) => {
    const language = path.split('.').at(-1);
    return `\`\`\`${language}\n// ${path}\n${read(join(root, path)).trimEnd()}\n\`\`\``;
  });
}

async function referenceSources() {
  const commands = (await commandPages()).map(({ name, summary, markdown }) => {
    const path = `reference/${name.split(' ').slice(1).join('-')}.html`;
    return {
      group: 'Commands',
      folded: true,
      from: `reference/${name}`,
      path,
      name,
      summary,
      text: markdown,
    };
  });
  const rows = commands.map(
    ({ from, name, summary }) => `| [\`${name}\`](/${from.replaceAll(' ', '%20')}) | ${summary} |`,
  );
  const list = `# Commands\n\nMade from the schemas that flags and help come from. \`npx\` goes before each in a clone of the repository.\n\n| command | |\n|---|---|\n${rows.join('\n')}\n`;
  return [
    { group: 'Reference', from: 'reference/commands', path: 'reference/commands.html', text: list },
    {
      group: 'Reference',
      from: 'reference/settings',
      path: 'reference/settings.html',
      text: await settingsPage(),
    },
    ...commands,
  ];
}

function documentSources() {
  const decisions = readdirSync(join(root, 'references/decisions')).map(
    (name) => `references/decisions/${name}`,
  );
  const readmes = packages.map((name) => `packages/${name}/README.md`);
  return [...DOCUMENTS, ...readmes, ...decisions.sort()]
    .filter((from) => existsSync(join(root, from)))
    .map((from) => ({
      group: groupOfDocument(from),
      folded: true,
      from,
      path: pathOfDocument(from),
      text: read(join(root, from)),
    }));
}

function pathOfDocument(from) {
  if (from === 'README.md') return 'readme.html';
  return from
    .replace(/^references\//, '')
    .replace(/README\.md$/, 'index.md')
    .replace(/md$/, 'html');
}

function groupOfDocument(from) {
  if (from.startsWith('packages/')) return 'Packages';
  return from.includes('/decisions/') ? 'Decisions' : 'Documents';
}

async function apiSources() {
  const { apiPages } = await import('./docs/api.mjs');
  // the notebook exports what all others do, which are described first
  const documented = packages
    .filter((name) => name !== 'cli' && name !== 'notebook')
    .concat('notebook');
  const api = await apiPages(root, documented);
  return [...api].map(([name, text]) => ({
    group: 'Functions and types',
    folded: true,
    from: `api/${name}.md`,
    path: `api/${name}.html`,
    text,
  }));
}

/** A link as it stands in a source, as it must stand in its page. */
function rewrite({ from, path }, target) {
  if (/^(\w+:|#)/.test(target)) return target;
  const [file, fragment] = target.split('#');
  const to = file.startsWith('/') ? decodeURI(file.slice(1)) : normalize(join(dirname(from), file));
  const hash = fragment === undefined ? '' : `#${fragment}`;
  const page = pageOf.get(to) ?? pageOf.get(join(to, 'README.md'));
  if (page !== undefined) return relative(dirname(path), page) + hash;
  if (/\.(png|svg)$/.test(to) && existsSync(join(root, to))) {
    pictures.set(`pictures/${to}`, join(root, to));
    return relative(dirname(path), `pictures/${to}`);
  }
  // a source file: read where it lies
  return relative(join(out, dirname(path)), join(root, to)) + hash;
}

function groupsOf(all) {
  const order = [
    ...Object.keys(GUIDE),
    'Reference',
    'Commands',
    'Functions and types',
    'Packages',
    'Documents',
    'Decisions',
  ];
  return order
    .map((title) => {
      const members = all.filter(({ group }) => group === title);
      return { title, folded: members.some(({ folded }) => folded), pages: members };
    })
    .filter((group) => group.pages.length > 0);
}

/** The page after a written one, for a reader who reads them all. */
function nextOf(page) {
  const written = pages.filter(({ group }) => Object.hasOwn(GUIDE, group));
  return written[written.indexOf(page) + 1 || Infinity];
}

function read(file) {
  return readFileSync(file, 'utf8');
}

function write(path, text) {
  mkdirSync(dirname(join(building, path)), { recursive: true });
  writeFileSync(join(building, path), text);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
