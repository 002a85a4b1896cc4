// Sums up runs of ctest and other steps: summary.mjs FOLDER…. Prints `N passed, N failed` last, and ends with 1 if
// anything failed or nothing ran.
//
// A folder holds ctest.xml (ctest --output-junit), one PROGRAM.xml for each GoogleTest program that came to its end, and
// perhaps steps.txt with lines `passed NAME` or `failed NAME`. A GoogleTest program counts as its cases, everything else
// as one. A program that failed although its cases did not (a crash, a sanitizer, a time limit) is one failure more.
// What was skipped is named and counts as neither.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export function resultsOf(folder) {
  const results = [];
  for (const [, tag] of read(folder, 'ctest.xml').matchAll(/<testcase\b([^>]*)>/g)) {
    const program = attribute(tag, 'name');
    const passed = attribute(tag, 'status') === 'run';
    const cases = casesOf(folder, program);
    results.push(...cases);
    if (!passed && !cases.some(({ outcome }) => outcome === 'failed')) results.push({ name: program, outcome: 'failed' });
    if (passed && !cases.length) results.push({ name: program, outcome: 'passed' });
  }
  for (const [, outcome, name] of read(folder, 'steps.txt').matchAll(/^(passed|failed) (.*)$/gm)) results.push({ name, outcome });
  return results;
}

function casesOf(folder, program) {
  return [...read(folder, `${program}.xml`).matchAll(/<testcase\b([^>]*?)(?:\/>|>([^]*?)<\/testcase>)/g)].map(([, tag, body = '']) => ({
    name: `${program} ${attribute(tag, 'classname')}.${attribute(tag, 'name')}`,
    outcome: outcomeOf(tag, body),
  }));
}

function outcomeOf(tag, body) {
  if (body.includes('<failure')) return 'failed';
  return body.includes('<skipped') || attribute(tag, 'status') === 'notrun' ? 'skipped' : 'passed';
}

function attribute(tag, name) {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}

function read(folder, file) {
  const full = path.join(folder, file);
  return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = process.argv.slice(2).flatMap((folder) => resultsOf(folder));
  const named = (outcome) => results.filter((result) => result.outcome === outcome).map(({ name }) => name);
  for (const outcome of ['skipped', 'failed']) {
    for (const name of named(outcome)) console.log(`${outcome}: ${name}`);
  }
  const failed = named('failed').length;
  const passed = named('passed').length;
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}
