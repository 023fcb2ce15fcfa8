/** `anodec tune show`. */
import { writeFileAtomic, writeJsonFile } from '@anodec/files';
import { studyPage } from '@anodec/search';
import { readStudy } from '@anodec/tune';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { resultLines, startLines } from '../tune/search-lines.js';

export const tuneShow = defineCommand({
  details:
    'How the trials ended, the best of them, the course of the search, and which settings mattered. --html writes a page with ' +
    'charts (course, parallel coordinates, importance) and all trials.',
  sections: {
    show: z.strictObject({
      folder: z.string().default('tuned').describe('Folder of the search'),
      html: z.string().optional().describe('File for a page with charts and all trials'),
      json: z.string().optional().describe('File for the trials as JSON'),
    }),
  },
  examples: [
    ['anodec tune show', 'the search in the folder tuned'],
    ['anodec tune show tuned --html search.html', 'with charts, as a page'],
  ],
  async run({ show: { folder, html, json } }, context) {
    const study = await readStudy(folder);
    for (const line of startLines(study.description, [])) context.print(line);
    context.print();
    for (const line of resultLines(study)) context.print(line);
    if (html !== undefined) {
      await writeFileAtomic(html, await studyPage(study));
      context.print(`Page  ${html}`);
    }
    if (json !== undefined) {
      await writeJsonFile(json, study);
      context.print(`JSON  ${json}`);
    }
  },
});
