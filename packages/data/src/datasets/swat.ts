/** SWaT, the Secure Water Treatment testbed; available from its owners on request only. */
import { SWAT_FILES } from '../convert/sources.js';
import { LABEL_COLUMN } from '@anodec/tables';
import { SWAT_CHANNELS } from '../swat/tags.js';
import type { DataSet } from './data-set.js';

/** Below a banner with the names of the stages. */
const layout = { headerRow: 2, columns: ['Timestamp', ...SWAT_CHANNELS, LABEL_COLUMN] };

export const swat: DataSet = {
  title: 'SWaT, Secure Water Treatment, December 2015',
  about: 'A water treatment testbed, 51 channels every second: 7 days normal, 4 with 41 attacks',
  licence: 'Terms of iTrust: not to be passed on',
  source:
    'itrust.sutd.edu.sg/itrust-labs_datasets; cite Goh et al. 2016, "A Dataset to Support Research in the Design of Secure Water Treatment Systems"',
  steps: [
    'Ask iTrust for "SWaT.A1 & A2_Dec 2015" with the form on its page; a link to a folder comes by mail.',
    'Download the folder Physical and List_of_attacks_Final.xlsx; Network is not used.',
    'Put them below data/interim: data/interim/Physical/SWaT_Dataset_Normal_v1.xlsx and so on.',
    'Check them: anodec data sources swat with `check: data/interim`.',
    'Read them: anodec data convert, then anodec data prepare. Rows: 496,800 (Normal v0), 495,000 (Normal v1), 449,919 (Attack v0).',
    'Without them, anodec simulate writes recordings of the same layout.',
  ],
  // iTrust publishes no checksums, and workbooks that were opened and saved again differ
  files: [
    { path: SWAT_FILES.normalV0, layout, optional: true },
    { path: SWAT_FILES.normalV1, layout },
    { path: SWAT_FILES.attack, layout },
    { path: SWAT_FILES.attackList },
  ],
  entities: {},
};
