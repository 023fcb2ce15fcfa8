import { openStore, inspectFrame, readAttacks } from '@anodec/data';
import { defineCommand } from '../command.js';
import { attackLines, frameLines } from '../pipeline/inspect-lines.js';
import { processedStore } from '../pipeline/place.js';
import { PlaceConfig } from '../pipeline/settings.js';

export const dataInspect = defineCommand({
  summary: 'What the prepared recordings look like',
  sections: { place: PlaceConfig },
  examples: [['anodec data inspect', 'rows, gaps, and each channel of every recording']],
  async run({ place }, { print }) {
    const store = await openStore(processedStore(place));
    try {
      for (const key of store.keys.filter((name) => /^df_(norm|att)(_\d+)?$/.test(name))) {
        print(`${key} in ${store.path}`);
        for (const line of frameLines(inspectFrame(store.readFrame(key)))) print(line);
        print();
      }
      for (const line of attackLines(readAttacks(store))) print(line);
    } finally {
      store.close();
    }
  },
});
