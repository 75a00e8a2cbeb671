/** The packages that are programs, each of them `dist/main.js`. */
export const programs = [
  'packages/cli',
  'services/catalog',
  'services/console',
  'services/router',
  'services/worker',
];
