import { wings } from './scripts/wings.mjs';

const folders = wings.map(([folder]) => folder);
const within = (folder) => `^src/${folder}/`;
/** Files of a wing, without those of wings within it. */
const own = (folder) => ({
  path: within(folder),
  pathNot: folders.filter((each) => each.startsWith(`${folder}/`)).map(within),
});
const anyOf = (targets) => `^src/(${targets.join('|')})/`;

/** The wings up to this one are those that resource types stand on. */
const typesEnd = folders.indexOf('groups') + 1;

/** What is not a wing lies above all of them: the files directly in src/, save the list of resource types. */
const upward = folders.map((folder, index) => {
  const later = folders.slice(index + 1);
  const isAbove = (each) => !folder.startsWith(`${each}/`);
  return {
    name: `${folder} imports from the wings below it`,
    severity: 'error',
    from: { ...own(folder), pathNot: [...own(folder).pathNot, '\\.spec\\.ts$'] },
    to: {
      path: ['^src/(?!features[.]ts$)[^/]+$', anyOf(later.filter(isAbove))],
      pathNot: folders
        .slice(0, index + 1)
        .filter((each) => later.some((other) => each.startsWith(`${other}/`)))
        .map(within),
    },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'migrations import no living code',
      severity: 'error',
      from: { path: '^src/platform/database/migrations/' },
      to: { path: '^src/', pathNot: '^src/platform/database/(migrations|dialect)/' },
    },
    {
      name: 'a folder that is no wing is a resource type, and imports from src/groups and the wings below',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: anyOf(folders) },
      to: { path: anyOf(folders.slice(typesEnd)), pathNot: folders.slice(0, typesEnd).map(within) },
    },
    {
      name: 'a folder that is no wing is known to src/features.ts alone',
      severity: 'error',
      from: { path: '^src/([^/]+)', pathNot: '^src/features[.]ts$' },
      to: { path: '^src/[^/]+/', pathNot: [anyOf(folders), '^src/$1/'] },
    },
    {
      name: 'what browsers run takes pure files of the server only',
      severity: 'error',
      from: { path: '^(pages|console)/' },
      to: { path: '^src/', pathNot: '^src/(onboarding/keys|platform/(ids|text))/' },
    },
    ...upward,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
};
