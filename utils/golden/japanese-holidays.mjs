// Public holidays of Japan for test/fixtures/japanese-holidays.json, from the list that holiday-jp keeps by hand.
//
// Run by hand in a folder with the package: npm install @holiday-jp/holiday_jp && node …/japanese-holidays.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'here.js'));
const { holidays } = require('@holiday-jp/holiday_jp');
const manifest = readFileSync('node_modules/@holiday-jp/holiday_jp/package.json', 'utf8');
const dates = Object.keys(holidays).filter((date) => date >= '2000');
const years = {};
for (const date of dates) (years[date.slice(0, 4)] ??= []).push(date.slice(5));
const fixture = { versions: { '@holiday-jp/holiday_jp': JSON.parse(manifest).version }, years };
const path = new URL('../../test/fixtures/japanese-holidays.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(fixture)}\n`);
