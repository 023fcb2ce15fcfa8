// What the documentation site consists of, in the order of its navigation. Paths are from the root of the repository.

/**
 * Written pages, by the group under which the navigation lists them. To add one: a file in references/guide, its name
 * here.
 */
export const GUIDE = {
  Start: ['index', 'quick-start'],
  'How to': [
    'your-data',
    'gpu',
    'threshold',
    'report',
    'resume',
    'live',
    'fleet',
    'devices',
    'python',
    'browser',
    'notebooks',
    'add-a-cell',
    'add-a-metric',
    'add-a-detector',
  ],
  Background: ['method', 'original'],
};

/** Documents of the repository that the site shows as they are. */
export const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'data/README.md',
  'lightning_logs/README.md',
  'references/results.md',
  'references/glossary.md',
  'references/licences.md',
  'references/peers.md',
];
