// Checks the links of the built site: every page, heading, picture and file that a page names must be there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @returns a sentence for each link that leads nowhere, and for each thing that a page would load from elsewhere */
export function brokenLinks(folder) {
  const pages = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.html'))
    .sort();
  const ids = new Map(pages.map((path) => [resolve(folder, path), idsOf(join(folder, path))]));
  return pages.flatMap((page) => {
    const html = readFileSync(join(folder, page), 'utf8');
    const loaded = [
      ...html.matchAll(/<(?:img|script|link|iframe)\b[^>]*\b(?:src|href)="(\w+:[^"]*)"/g),
    ];
    const links = [...html.matchAll(/<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]*)"/g)];
    return [
      ...loaded
        .filter(([, target]) => !target.startsWith('data:'))
        .map(([, target]) => `${page} must load nothing from elsewhere, got ${target}.`),
      ...links.flatMap(([, target]) => faultOf(folder, page, target, ids)),
    ];
  });
}

function faultOf(folder, page, target, ids) {
  if (/^(https?|mailto|data):/.test(target)) return [];
  const [path, fragment] = decodeURI(target).split('#');
  const file = path === '' ? resolve(folder, page) : resolve(folder, dirname(page), path);
  if (!existsSync(file)) return [`${page} must link to files that exist, got ${target}.`];
  const known = ids.get(file);
  if (!fragment || known === undefined || known.has(fragment)) return [];
  return [`${page} must link to headings that exist, got ${target}.`];
}

function idsOf(file) {
  const html = readFileSync(file, 'utf8');
  return new Set([...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id));
}
