// The checks of the protos do find what breaks a rule of style or a client of the last release.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { treeOf } from './fixture.mjs';
import { breaking, lint } from './protos.mjs';

const ROOT = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const PROTO = 'protos/mandat/socialaid/v1/thing.proto';
const STORED = 'services/socialaid/storage.proto';
const TEXT = `syntax = "proto3";

// Things.
package mandat.socialaid.v1;

// A thing.
message Thing {
  // How many, from 0.
  int64 count = 1;
  // What it is called.
  string name = 2;
}
`;
const STORED_TEXT = TEXT.replace('v1', 'storage.v1').replace('message Thing', 'message Stored');

function released(files = { [PROTO]: TEXT, [STORED]: STORED_TEXT }) {
  const root = treeOf({ 'protos/buf.yaml': fs.readFileSync(`${ROOT}/protos/buf.yaml`, 'utf8'), ...files });
  for (const folder of ['standard', 'rpc']) fs.symlinkSync(`${ROOT}/protos/${folder}`, `${root}/protos/${folder}`);
  const git = (...args) => execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { stdio: 'pipe' });
  git('init', '-q');
  git('add', 'protos/mandat', 'services');
  git('commit', '-q', '-m', 'Release');
  return { root, git };
}

test('Before the first release nothing can break', () => {
  assert.deepEqual(breaking(released().root), { release: undefined, faults: '' });
});

test('What is unchanged or added is no fault', () => {
  const { root, git } = released();
  git('tag', 'v0.1.0');
  assert.deepEqual(breaking(root), { release: 'v0.1.0', faults: '' });
  fs.writeFileSync(`${root}/${PROTO}`, TEXT.replace('string name = 2;', 'string name = 2;\n  // When.\n  string time = 3;'));
  assert.equal(breaking(root).faults, '');
});

for (const [name, file, text] of [
  ['a field that is gone', PROTO, TEXT.replace('  string name = 2;\n', '')],
  ['a field of another type', PROTO, TEXT.replace('int64', 'string')],
  ['a field of another name', PROTO, TEXT.replace('count', 'number')],
  ['a message that is gone', PROTO, TEXT.replace('message Thing', 'message Item')],
  ['a stored field that is gone', STORED, STORED_TEXT.replace('  string name = 2;\n', '')],
  ['a file that is gone', PROTO, undefined],
]) {
  test(`Caught: ${name}`, () => {
    const { root, git } = released();
    git('tag', 'v0.1.0');
    if (text) fs.writeFileSync(`${root}/${file}`, text);
    else fs.rmSync(`${root}/${file}`);
    assert.notEqual(breaking(root).faults, '');
  });
}

test('The last release counts, not an earlier one or another tag', () => {
  const { root, git } = released();
  git('tag', 'v0.1.0');
  fs.writeFileSync(`${root}/${PROTO}`, TEXT.replace('count', 'number'));
  git('commit', '-q', '-a', '-m', 'Rename');
  git('tag', 'v0.2.0');
  git('commit', '-q', '--allow-empty', '-m', 'Later');
  git('tag', 'nightly');
  assert.deepEqual(breaking(root), { release: 'v0.2.0', faults: '' });
});

test('Good protos pass the lint', () => {
  assert.equal(lint(released({ [PROTO]: TEXT, [STORED]: STORED_TEXT }).root), '');
});

for (const [name, text, expected] of [
  ['a field without a comment', TEXT.replace('  // How many, from 0.\n', ''), 'comment'],
  ['a name in camel case', TEXT.replace('count', 'theCount'), 'lower_snake_case'],
  ['a folder that is not the package', TEXT.replace('mandat.socialaid.v1', 'mandat.partners.v1'), 'director'],
]) {
  test(`Lint catches ${name}`, () => {
    assert.match(lint(released({ [PROTO]: text, [STORED]: STORED_TEXT }).root), new RegExp(`thing.proto.*${expected}`));
  });
}
