/** The blocks of code of a page, and what the page says about running them. */

/** A block between fences. */
export interface Block {
  /** Behind the opening fence: sh, ts, js, python, yaml, json or text. */
  readonly language: string;
  readonly code: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** Why it is not run: `<!-- not run: it needs a GPU -->` on the line before. */
  readonly notRun?: string;
  /** The file that it is written to: `<!-- write: settings.yaml -->` on the line before. */
  readonly file?: string;
  /** Modules of Python that it needs: `<!-- needs: numpy pandas -->` on the line before. */
  readonly needs: readonly string[];
  /** Whether the command must be refused: `<!-- refused -->` on the line before. */
  readonly refused: boolean;
}

/** A block that does something, and what it must print; `…` stands for anything. */
export interface Step extends Block {
  readonly prints?: string;
}

/** Languages of blocks that do something. */
const RUN = ['sh', 'ts', 'js', 'python'];

/** Reads the blocks of a page in their order. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, language] = /^```(\w*)$/.exec(lines[i]) ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf('```', i + 1);
    const before = lines[i - 1] ?? '';
    blocks.push({
      language,
      code: lines.slice(i + 1, end).join('\n'),
      line: i + 1,
      notRun: /^<!-- not run: (.+) -->$/.exec(before)?.[1],
      file: /^<!-- write: (\S+) -->$/.exec(before)?.[1],
      needs: /^<!-- needs: (.+) -->$/.exec(before)?.[1].split(' ') ?? [],
      refused: before === '<!-- refused -->',
    });
    i = end;
  }
  return blocks;
}

/**
 * What running a page means: each block with the output that follows it.
 *
 * @throws Error when a block is of a language that nobody runs, and does not say why
 */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  for (const block of blocksOf(markdown)) {
    const last = steps.at(-1);
    if (block.language === 'text' && last && last.prints === undefined && !last.file) {
      steps[steps.length - 1] = { ...last, prints: block.code };
    } else if (RUN.includes(block.language) || block.file || block.notRun) {
      steps.push(block);
    } else {
      const what = block.language || 'no language';
      throw new Error(
        `A block must be of ${RUN.join(', ')}, be written to a file or say why it is not run, got ${what} in line ` +
          `${block.line}.`,
      );
    }
  }
  return steps;
}

/** Whether a text is the expected one, in which `…` stands for anything, a line of it for any lines. */
export function isPrinted(output: string, expected: string): boolean {
  const pattern = expected
    .trim()
    .split('\n')
    .map((line) => line.trimEnd())
    .map((line) =>
      line === '…'
        ? '(?:[^\\n]*\\n)*?'
        : `${line.split('…').map(escapeRegExp).join('[^\\n]*?')}[ \\t]*\\n`,
    )
    .join('');
  return new RegExp(`^${pattern}$`).test(`${output.trim()}\n`);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The commands of a block for the shell: comments and line ends within a command are gone. */
export function commandsOf(code: string): string[] {
  return code
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s{2,})#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** The arguments of a command line without variables, pipes or redirections; undefined where it has any. */
export function argumentsOf(line: string): string[] | undefined {
  if (/[|&;<>$`]/.test(line)) return undefined;
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/g)];
  return words.map(([whole, single, double]) => single ?? double ?? whole);
}
