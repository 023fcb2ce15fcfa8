/** The script of all pages: each part starts where its elements are. */
import { drawCurves } from './curves.js';
import { startNotes } from './notes.js';
import { startRefresh } from './refresh.js';
import { markScrolling } from './scrolling.js';
import { startStream } from './stream-view.js';

function drawn(): void {
  drawCurves();
  markScrolling();
}

startRefresh(drawn);
startNotes();
startStream();
drawn();
addEventListener('resize', markScrolling);
