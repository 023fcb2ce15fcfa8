/** The script of all pages: each part starts where its elements are. */
import { drawCurves } from './curves.js';
import { startNotes } from './notes.js';
import { startPlant } from './plant-view.js';
import { startRefresh } from './refresh.js';
import { startScrolling } from './scrolling.js';
import { startSensors } from './sensors-view.js';
import { startStream } from './stream-view.js';
import { startUpload } from './upload-view.js';

startScrolling();
startRefresh(drawCurves);
startNotes();
startPlant();
drawCurves();
startStream();
startSensors();
startUpload();
