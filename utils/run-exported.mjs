// Runs a function that a TypeScript source of the repository exports, without a build.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Calls `name(print, options)` of the file that the first argument on the command line stands for,
 * and prints what it returns. The process ends with its status.
 *
 * @param name what the files export, which is also what messages call them
 * @param files paths below the root, by what the command line calls them
 */
export function runExported(name, files) {
  const [choice = '', ...flags] = process.argv.slice(2);
  if (!Object.hasOwn(files, choice)) {
    console.error(`There is no ${name} "${choice}". Known are: ${Object.keys(files).join(', ')}.`);
    process.exit(2);
  }
  const program = `
    import { ${name} } from ${JSON.stringify(join(root, files[choice]))};
    const figures = await ${name}(console.log, ${JSON.stringify(optionsOf(flags))});
    if (figures) console.log(figures);
  `;
  const node = [
    '--expose-gc', // memory is measured after a collection
    '--conditions=@anodec/source',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    program,
  ];
  process.on('SIGINT', () => {}); // Ctrl-C reaches the check as well, which ends by itself
  process.exit(spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' }).status ?? 1);
}

/** `--rounds 8 --full` as `{ rounds: '8', full: 'true' }`. */
function optionsOf(flags) {
  const options = {};
  for (let at = 0; at < flags.length; at++) {
    const [, flag, given] = /^--([a-z][\w-]*)(?:=(.*))?$/.exec(flags[at]) ?? [];
    if (!flag) {
      console.error(`Options must be written as --name value, got ${flags[at]}.`);
      process.exit(2);
    }
    const next = flags[at + 1];
    const takesNext = given === undefined && next !== undefined && !next.startsWith('--');
    options[flag] = given ?? (takesNext ? next : 'true');
    if (takesNext) at++;
  }
  return options;
}
