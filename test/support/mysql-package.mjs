import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the checkout, so that fresh checkouts find it. */
const CACHE = resolve(dirname(fileURLToPath(import.meta.url)), '../../../muster-mysql');
const PACKAGE = 'mysql-server-core';
/** The suite of Debian that has Oracle's server. */
const SUITE = 'sid';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Needed by scripts of the packages alone, which are not run. */
const UNUSED = /^(perl|perl-base|perl-modules.*|libperl.*|libgdbm.*|libdb5.*|openssl-provider-legacy|debconf.*)$/;
const DEVICES = [
  ['null', 3],
  ['random', 8],
  ['urandom', 9],
];

/**
 * The folder in which Oracle's MySQL server stands with all its libraries, to be entered by chroot. Taken from Debian's packages, through
 * the source that this machine's apt already uses; nothing is installed. Delete the folder to get a newer version.
 * @returns {{root: string, version: string}}
 * @throws Error with a sentence for people when it cannot be had here
 */
export function unpackedMysql() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('the server runs in a chroot, which needs root on Linux');
  return unpackedBefore() ?? unpack();
}

function unpackedBefore() {
  if (!existsSync(CACHE)) return undefined;
  const name = readdirSync(CACHE).find((folder) => folder.startsWith(`${PACKAGE}_`) && folder.endsWith(process.arch));
  return name && { root: join(CACHE, name), version: name.split('_')[1] };
}

function unpack() {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'unpacking-'));
  try {
    const apt = aptIn(folder);
    apt('apt-get', 'update');
    const version = /^Version: (\S+)/m.exec(apt('apt-cache', 'show', '--no-all-versions', PACKAGE))?.[1];
    const depends = ['--recurse', '--important', '--no-suggests', '--no-conflicts', '--no-breaks', '--no-replaces'];
    const packages = apt('apt-cache', 'depends', ...depends, '--no-enhances', PACKAGE).match(/^\w\S*/gm);
    const debs = join(folder, 'debs');
    mkdirSync(debs);
    apt('apt-get', 'download', ...new Set(packages.filter((name) => !UNUSED.test(name))));
    const made = join(folder, 'root');
    makeRoot(
      made,
      readdirSync(debs).map((deb) => join(debs, deb)),
    );
    const root = join(CACHE, `${PACKAGE}_${version.replaceAll(':', '.')}_${process.arch}`);
    // Another checkout may have been faster.
    if (!existsSync(root)) renameSync(made, root);
    return { root, version };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs apt with lists and a cache of its own, on one source. */
function aptIn(folder) {
  const [uri] = run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
    'Origin: Debian',
    'Component: main',
  ]).split('\n');
  if (!uri) throw new Error('apt knows no source of Debian packages: `apt-get update` first');
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${KEYRING}] ${uri} ${SUITE} main\n`, { mode: 0o600 });
  const options = [
    `Dir::Etc::SourceList=${join(folder, 'sources.list')}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'APT::Sandbox::User=root',
    'Acquire::Retries=2',
  ];
  const debs = join(folder, 'debs');
  return (command, ...words) =>
    run(command, [...options.flatMap((option) => ['-o', option]), '-qq', ...words], existsSync(debs) ? debs : folder);
}

function makeRoot(root, debs) {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(root, name));
  }
  for (const deb of debs) run('dpkg-deb', ['--extract', deb, root]);
  for (const name of ['tmp', 'dev', 'etc']) mkdirSync(join(root, name), { recursive: true });
  for (const name of ['hosts', 'passwd', 'group', 'nsswitch.conf'])
    copyFileSync(`/etc/${name}`, join(root, 'etc', name));
  for (const [name, minor] of DEVICES) run('mknod', ['-m', '666', join(root, 'dev', name), 'c', '1', String(minor)]);
}

function run(command, words, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  const said = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${command} failed: ${said}`);
}
