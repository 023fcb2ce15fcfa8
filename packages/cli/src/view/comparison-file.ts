/** A comparison as a file, in the format that its ending names. */
import { extname } from 'node:path';
import { ConfigError } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import { type Comparison, comparisonHtml, comparisonMarkdown, drawDiagram } from '@anodec/report';

type Render = (comparison: Comparison) => string | Promise<string>;

const RENDERERS: ReadonlyMap<string, Render> = new Map<string, Render>([
  ['.html', async (comparison) => comparisonHtml(comparison, await drawDiagram(comparison))],
  ['.md', comparisonMarkdown],
  ['.json', (comparison) => `${JSON.stringify(comparison, null, 2)}\n`],
]);

/** Endings of files, each a format. */
export const FORMATS: readonly string[] = [...RENDERERS.keys()];

/** A file that can be written. */
export interface ComparisonFile {
  readonly path: string;
  readonly render: Render;
}

/** The format of a file. @throws ConfigError, before any work, when its ending is none of them */
export function comparisonFile(path: string): ComparisonFile {
  const render = RENDERERS.get(extname(path).toLowerCase());
  if (render) return { path, render };
  throw new ConfigError(`\`output\` must end in one of ${FORMATS.join(', ')}, got ${path}.`);
}

/** Writes the file in one step. */
export async function writeComparison(
  { path, render }: ComparisonFile,
  comparison: Comparison,
): Promise<void> {
  await writeFileAtomic(path, await render(comparison));
}
