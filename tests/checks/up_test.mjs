// deploy/up with a real broker and a real PostgreSQL, and programs of straw in place of ours: what it says, what it
// starts and stops, and in which order. The build is left out.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'mandat-up-'));
fs.chmodSync(tree, 0o755); // the user postgres must reach it
after(() => fs.rmSync(tree, { recursive: true, force: true }));

function script(name, text) {
  const file = path.join(tree, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o755 });
}

for (const part of ['up', 'lib.sh', 'programs.sh', 'postgres', 'nats']) {
  fs.cpSync(path.join(root, 'deploy', part), path.join(tree, 'deploy', part), { recursive: true });
}
for (const tool of ['deploy/packages/install', 'tools/cmake', 'tools/ninja']) script(tool, '#!/bin/sh\nexit 0\n');
script('deploy/sample/centre.json', '{}');
script('build/release/bin/mandat', `#!/bin/sh
echo "$@" >> ${tree}/called
[ "$1 $2" != "token personas" ] || printf 'agent\\tTOKEN-OF-AGENT\\n'
[ "$1 $2" = "token --role=service" ] || exit 0
[ ! -e ${tree}/keyless ] || { echo 'the key is gone' >&2; exit 1; }
echo TOKEN-OF-SERVICES
`);
for (const service of ['socialaid', 'objectives']) script(`build/release/bin/mandat-${service}`, `#!${process.execPath}
const [verb, ...flags] = process.argv.slice(2);
const flag = (name) => flags.find((f) => f.startsWith('--' + name + '=')).split('=').slice(1).join('=');
const sick = process.env.SICK ?? '';
console.log(verb, flags.join(' '));
if (sick === verb) { console.log('the disk is on fire'); process.exit(7); }
if (verb === 'serve') {
  require('net').createServer(() => {}).listen(Number(flag('listen').split(':')[1]), '127.0.0.1');
  if (sick === 'later') setTimeout(() => { console.log('the disk is on fire'); process.exit(7); }, 1000);
  process.on('SIGTERM', () => setTimeout(() => process.exit(0), 200));
}
`);

class Run {
  constructor(options, { env = {}, shell = [] } = {}) {
    this.output = '';
    const [program, ...words] = [...shell, path.join(tree, 'deploy/up'), ...options];
    this.child = spawn(program, words, {
      env: { ...process.env, PATH: `${tree}/tools:${process.env.PATH}`, ...env },
      cwd: tree,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (data) => { this.output += data; });
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
    after(() => this.child.kill('SIGTERM'));
  }
  async says(text) {
    for (const deadline = Date.now() + 60_000; !this.output.includes(text);) {
      assert(Date.now() < deadline, `not said within a minute: ${text}\n${this.output}`);
      assert(this.child.exitCode === null || this.output.includes(text), `ended before it said: ${text}\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async stop(signal = 'SIGINT') {
    this.child.kill(signal);
    return this.ended;
  }
}

function assertInOrder(text, ...parts) {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    assert(at >= 0, `missing, or out of order: ${part}\n${text}`);
    from = at + part.length;
  }
}

function programsOf(folder) {
  return fs.readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && ['cmdline', 'environ'].some(
        (file) => fs.readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(`${folder}/`));
    } catch {
      return false;
    }
  });
}

const called = () => fs.existsSync(`${tree}/called`) ? fs.readFileSync(`${tree}/called`, 'utf8') : '';

for (const [options, code, sentence] of [
  [['--wrong'], 2, "unknown option '--wrong'"],
  [['--data'], 2, '--data wants a value'],
  [['--port-base', '80'], 2, "--port-base wants a number from 1024 to 65496, not '80'"],
  [['--port-base', '65497'], 2, 'not \'65497\''],
  [['--port-base=1e4'], 2, "not '1e4'"],
  [['--postgres=localhost'], 2, "--postgres wants a URL such as"],
  [['--postgres=postgresql://h/d', '--fresh'], 2, '--fresh does not empty a database server of yours'],
  [['--data', 'deploy'], 1, 'holds something else'],
  [['--data', '/proc/nowhere'], 1, 'cannot write in /proc/nowhere'],
]) {
  test(`A wrong call is one sentence: ${options.join(' ')}`, async () => {
    const run = new Run(options);
    assert.equal(await run.ended, code);
    assert(run.output.includes(sentence), run.output);
    assert.equal(run.output.trimEnd().split('\n').length, 1);
  });
}

test('It starts in order, says what people need, and stops in the reverse order', async () => {
  const run = new Run(['--data', 'one']);
  await run.says('Ctrl-C stops everything.');
  await run.says('socialaid    running');
  assertInOrder(run.output, 'Starting nats', 'Starting socialaid', 'Starting objectives', 'Mandat runs on SQLite', 'gRPC 127.0.0.1:', 'Who may call:');
  assert.match(run.output, /\n  agent +\S+one\/tokens\/agent\n/);
  assert(!run.output.includes('TOKEN-OF-AGENT'), 'tokens are long, and screens are seen by others');
  assert.equal(fs.readFileSync(`${tree}/one/tokens/agent`, 'utf8'), 'TOKEN-OF-AGENT\n');
  assert.equal(fs.readFileSync(`${tree}/one/keys/peer.token`, 'utf8'), 'TOKEN-OF-SERVICES\n');
  for (const token of ['tokens/agent', 'keys/peer.token']) {
    assert.equal(fs.statSync(`${tree}/one/${token}`).mode & 0o777, 0o600, token);
  }
  assert.equal(await run.stop(), 0);
  assertInOrder(run.output, 'Stopping', 'objectives stopped', 'socialaid stopped', 'nats stopped');
  assert.deepEqual(programsOf(`${tree}/one`), []);
});

test('Ctrl-C also ends it where a shell started it in the background, deaf to Ctrl-C', async () => {
  const run = new Run(['--data', 'one'], { shell: ['/bin/sh', '-c', 'trap "" INT; exec "$0" "$@"'] });
  await run.says('Ctrl-C stops everything.');
  assert.equal(await run.stop('SIGINT'), 0);
  assertInOrder(run.output, 'Stopping', 'socialaid stopped', 'nats stopped');
});

test('A second start keeps the ports and the sample data; changed sample data is loaded again', async () => {
  const ports = fs.readFileSync(`${tree}/one/ports`, 'utf8');
  const loads = () => called().split('sample load').length - 1;
  for (const [change, expected] of [['', 1], ['{"new": true}', 2]]) {
    if (change) fs.writeFileSync(`${tree}/deploy/sample/centre.json`, change);
    const run = new Run(['--data', 'one']);
    await run.says('Ctrl-C stops everything.');
    assert.equal(await run.stop('SIGTERM'), 0);
    assert.equal(fs.readFileSync(`${tree}/one/ports`, 'utf8'), ports);
    assert.equal(loads(), expected);
  }
});

test('A second instance on the same data is refused, and --fresh with it', async () => {
  const first = new Run(['--data', 'one']);
  await first.says('Ctrl-C stops everything.');
  for (const options of [[], ['--fresh']]) {
    const second = new Run(['--data', 'one', ...options]);
    assert.equal(await second.ended, 1);
    assert.match(second.output, /^deploy\/up: Mandat already runs on \S+one: stop it first.*\n$/);
  }
  assert(fs.existsSync(`${tree}/one/ports`));
  await first.stop();
});

test('--fresh forgets the data, and nothing else', async () => {
  fs.writeFileSync(`${tree}/one/sqlite/socialaid.db`, 'old');
  const run = new Run(['--data', 'one', '--fresh']);
  await run.says('Ctrl-C stops everything.');
  await run.stop();
  assert(!fs.existsSync(`${tree}/one/sqlite/socialaid.db`));
});

test('A busy port is named in one sentence, and nothing has started', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address();
  const run = new Run(['--data', 'busy', '--port-base', String(port - 3)]);
  assert.equal(await run.ended, 1);
  assert(run.output.includes(`port ${port} on 127.0.0.1 is in use`), run.output);
  assert(!run.output.includes('Starting'));
  server.close();
});

test('A migration that fails ends the start, with what it said', async () => {
  const run = new Run(['--data', 'sick'], { env: { SICK: 'migrate' } });
  assert.equal(await run.ended, 1);
  assertInOrder(run.output, 'the disk is on fire', 'the migration of socialaid failed', 'nats stopped');
});

test('A service that dies at its start is shown with its exit code', async () => {
  const run = new Run(['--data', 'sick'], { env: { SICK: 'serve' } });
  assert.equal(await run.ended, 1);
  assertInOrder(run.output, 'socialaid ended with exit code 7', '| the disk is on fire', 'nats stopped');
});

test('A service that dies later is shown; the others stay until Ctrl-C', async () => {
  const run = new Run(['--data', 'sick'], { env: { SICK: 'later' } });
  await run.says('| the disk is on fire');
  await run.says('socialaid    ended with exit code 7');
  assert.equal(run.child.exitCode, null);
  assert.equal(await run.stop(), 1);
  assertInOrder(run.output, 'Stopping', 'nats stopped');
});

test('The token of the services is renewed; where it cannot be, that is said with its log, and tried again', async () => {
  const run = new Run(['--data', 'renewed']);
  await run.says('socialaid    running');
  const token = `${tree}/renewed/keys/peer.token`;
  const anHourAgo = new Date(Date.now() - 3_600_000);
  fs.writeFileSync(`${tree}/keyless`, '');
  fs.utimesSync(token, anHourAgo, anHourAgo);
  await run.says('keys.log.\n');
  assert.equal(fs.readFileSync(`${tree}/renewed/sqlite/log/keys.log`, 'utf8'), 'the key is gone\n');
  fs.rmSync(`${tree}/keyless`);
  for (const deadline = Date.now() + 20_000; fs.statSync(token).mtime <= anHourAgo;) {
    assert(Date.now() < deadline, 'still old');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(fs.statSync(token).mode & 0o777, 0o600);
  assertInOrder(run.output, 'the key is gone', 'The token of the services could not be renewed', 'renewed/sqlite/log/keys.log.',
    'socialaid    running');
  assert.equal(await run.stop(), 0);
});

test('Killing it leaves nothing running', async () => {
  const run = new Run(['--data', 'killed']);
  await run.says('Ctrl-C stops everything.');
  assert(programsOf(`${tree}/killed`).length >= 2);
  run.child.kill('SIGKILL');
  for (const deadline = Date.now() + 20_000; programsOf(`${tree}/killed`).length;) {
    assert(Date.now() < deadline, 'still running');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

test('--postgres runs a private cluster, makes the database, and starts again on it', async () => {
  for (const round of ['first', 'second']) {
    const run = new Run(['--data', 'postgres', '--postgres']);
    await run.says('Ctrl-C stops everything.');
    assertInOrder(run.output, 'Starting postgres', 'Starting nats', 'Mandat runs on a private PostgreSQL');
    const log = fs.readFileSync(`${tree}/postgres/postgres/log/socialaid.log`, 'utf8');
    assert.match(log, /--store=postgresql:\/\/mandat@127\.0\.0\.1:\d+\/mandat_socialaid /);
    assert.equal(await run.stop(), 0, round);
    assertInOrder(run.output, 'socialaid stopped', 'nats stopped', 'postgres stopped');
  }
  assert.match(fs.readFileSync(`${tree}/postgres/postgres/log/postgres.log`, 'utf8'), /database system is shut down/);
});
