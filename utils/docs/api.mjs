// The reference of functions and types, as one page of Markdown for each package, from the declarations that the
// compiler emits and the docstrings in them. The only file that knows TypeDoc.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application } from 'typedoc';

/** What the declarations are read with; the sources themselves are never read. */
const COMPILER = {
  target: 'ES2022',
  lib: ['ES2023'],
  module: 'NodeNext',
  strict: true,
  skipLibCheck: true,
  types: [],
  noEmit: true,
};

/** How TypeDoc reads and writes. */
const OPTIONS = {
  plugin: ['typedoc-plugin-markdown'],
  name: 'anodec',
  logLevel: 'Error',
  readme: 'none',
  sortEntryPoints: false,
  skipErrorChecking: true,
  validation: false,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  disableGit: true,
  outputFileStrategy: 'modules',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
};

/**
 * Documents what packages export.
 *
 * @param packages folders of packages that are built; what two of them export is described with the first
 * @returns Markdown by the name of the folder; links lead from page to page as `NAME.md`
 */
export async function apiPages(root, packages) {
  const work = mkdtempSync(join(tmpdir(), 'anodec-api-'));
  try {
    const entryPoints = packages.map((name) => join(root, 'packages', name, 'dist/index.d.ts'));
    const tsconfig = join(work, 'tsconfig.json');
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions: COMPILER, files: entryPoints }));
    const out = join(work, 'api');
    const app = await Application.bootstrapWithPlugins({
      ...OPTIONS,
      entryPoints,
      tsconfig,
      outputs: [{ name: 'markdown', path: out }],
    });
    const project = await app.convert();
    if (project === undefined) throw new Error('TypeDoc could not read the declarations.');
    await app.generateOutputs(project);
    const pages = new Map(packages.map((name) => [name, pageOf(root, out, name)]));
    return new Map([...pages].map(([name, text]) => [name, withKnownHeadings(text, name, pages)]));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function pageOf(root, out, name) {
  const [path] = readdirSync(out, { recursive: true })
    .map(String)
    .filter((file) => moduleOf(file) === name && existsSync(join(out, file)));
  const { name: title } = JSON.parse(
    readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
  );
  const text = readFileSync(join(out, path), 'utf8').replace(/^# .*$/m, `# ${title}`);
  // links lead from folder to folder, where the pages of the site lie side by side
  return text.replaceAll(
    /\[((?:[^\]\\]|\\.)*)\]\((?:\.\.\/)*([\w./-]+\.md)([^)]*)\)/g,
    (_, shown, target, rest) => {
      const other = moduleOf(target);
      return other === undefined ? shown : `[${shown}](${other}.md${rest})`;
    },
  );
}

/** The package of a file of TypeDoc's: `core/dist.md`, or `kernels/dist/README.md`. */
function moduleOf(file) {
  return /^([\w-]+)\/dist(?:\/README)?\.md$/.exec(file)?.[1];
}

/** TypeDoc numbers some links to headings that it writes only once. */
function withKnownHeadings(text, name, pages) {
  return text.replaceAll(
    /\]\(([\w-]+)?(\.md)?#([\w-]+)-(\d+)\)/g,
    (whole, page = name, end = '', id, n) => {
      const headings = (pages.get(page) ?? '').match(/^#{1,6} .*$/gm) ?? [];
      const namesakes = headings.filter(
        (line) => line.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '') === id,
      );
      return namesakes.length > Number(n) ? whole : `](${end === '' ? '' : page + end}#${id})`;
    },
  );
}
