// Sums up a run of ctest: summary.mjs CTEST_JUNIT_XML FOLDER_OF_GTEST_XML. Prints `N passed, N failed` last, and ends
// with 1 if anything failed or nothing ran.
//
// A GoogleTest program counts as its cases, everything else as one. A program that failed although its cases did not
// (a crash, a sanitizer, a time limit) is one failure more. What was skipped is named and counts as neither.
import fs from 'node:fs';
import path from 'node:path';

const [junit, folder] = process.argv.slice(2);
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

function casesOf(program) {
  const file = path.join(folder, `${program}.xml`);
  if (!fs.existsSync(file)) return [];
  const text = fs.readFileSync(file, 'utf8');
  return [...text.matchAll(/<testcase\b([^>]*?)(?:\/>|>([^]*?)<\/testcase>)/g)].map(([, tag, body = '']) => ({
    name: `${program} ${attribute(tag, 'classname')}.${attribute(tag, 'name')}`,
    outcome: /<failure/.test(body) ? 'failed' : /<skipped/.test(body) || attribute(tag, 'status') === 'notrun' ? 'skipped' : 'passed',
  }));
}

const results = [];
for (const [, tag] of fs.readFileSync(junit, 'utf8').matchAll(/<testcase\b([^>]*)>/g)) {
  const program = attribute(tag, 'name');
  const passed = attribute(tag, 'status') === 'run';
  const cases = casesOf(program);
  results.push(...cases);
  if (!passed && !cases.some(({ outcome }) => outcome === 'failed')) results.push({ name: program, outcome: 'failed' });
  if (passed && !cases.length) results.push({ name: program, outcome: 'passed' });
}

const named = (outcome) => results.filter((result) => result.outcome === outcome).map(({ name }) => name);
for (const outcome of ['skipped', 'failed']) {
  for (const name of named(outcome)) console.log(`${outcome}: ${name}`);
}
const failed = named('failed').length;
const passed = named('passed').length;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
