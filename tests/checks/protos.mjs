// Checks the protos with buf: protos.mjs lint|breaking [ROOT]. The standard protos are there once CMake has run.
//
// `breaking` compares with the last release, the newest tag v…, storage.proto of the services included: what is stored
// must be readable for as long as what is sent. Without any release there is nothing to break.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './tree.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const BUF = path.join(HERE, '../../deploy/tools/node_modules/.bin/buf');
const OURS = /^(protos\/mandat\/.*|services\/[^/]+\/storage)\.proto$/;

// What buf says against the protos under `root`; empty if all is well.
export function lint(root) {
  return run(BUF, ['lint'], path.join(root, 'protos'));
}

// What has broken since the last release; `release` is undefined if there was none.
export function breaking(root) {
  const tag = spawnSync('git', ['-C', root, 'describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*'], { encoding: 'utf8' });
  if (tag.error) throw tag.error;
  if (tag.status !== 0) return { release: undefined, faults: '' };
  const release = tag.stdout.trim();
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'mandat-protos-'));
  try {
    const archive = execFileSync('git', ['-C', root, 'archive', '--format=tar', release], { maxBuffer: 1 << 30 });
    execFileSync('tar', ['-x', '-C', work], { input: archive });
    const before = image(work, root, path.join(work, 'before.binpb'));
    const now = image(root, root, path.join(work, 'now.binpb'));
    const rules = JSON.stringify({ version: 'v2', breaking: { use: ['FILE'] } });
    return { release, faults: run(BUF, ['breaking', now, '--against', before, '--config', rules], work) };
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

// Compiles our protos under `root` into one file that buf reads. The standard protos, which are not in git, are those
// of `tree`.
function image(root, tree, target) {
  const roots = [`${root}/protos`, `${tree}/protos/standard`, `${root}/protos/rpc`, root].filter((folder) => fs.existsSync(folder));
  const ours = filesOf(root).filter((file) => OURS.test(file)).map((file) => file.replace(/^protos\//, ''));
  const faults = run('protoc', [...roots.map((folder) => `-I${folder}`), `--descriptor_set_out=${target}`, '--include_imports',
    '--include_source_info', ...ours], root);
  if (faults) throw new Error(faults);
  return target;
}

// What the command printed, if it failed.
function run(command, args, folder) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `${command} failed with ${status}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(process.argv[3] ?? '.');
  const { release, faults } = process.argv[2] === 'lint' ? { release: 'none', faults: lint(root) } : breaking(root);
  console.log(faults || (release ? 'Nothing to say' : 'There is no release yet that could be broken'));
  process.exit(faults ? 1 : 0);
}
