// Branch coverage of what decides: coverage.mjs LLVM_COV_JSON ROOT. The pure layers of tests/checks/layers.mjs must
// reach 95 % of their branches together, and each of their files must have been tested at all.
import fs from 'node:fs';
import path from 'node:path';
import { pure, test } from '../../tests/checks/layers.mjs';
import { filesOf } from '../../tests/checks/tree.mjs';

const LEAST_PERCENT = 95;
const [json, root] = process.argv.slice(2);
const covered = new Map(JSON.parse(fs.readFileSync(json, 'utf8')).data[0].files.map(
  ({ filename, summary }) => [path.relative(root, filename), summary.branches]));

const total = { count: 0, covered: 0 };
let untested = 0;
for (const file of filesOf(root).filter((name) => pure.test(name) && !test.test(name) && name.endsWith('.cc'))) {
  const branches = covered.get(file);
  if (!branches) {
    untested += 1;
    console.log(`       -  ${file} (no test runs it)`);
    continue;
  }
  total.count += branches.count;
  total.covered += branches.covered;
  console.log(`${percent(branches).padStart(7)}%  ${file} (${branches.covered} of ${branches.count} branches)`);
}
console.log(`${percent(total).padStart(7)}%  of ${total.count} branches; ${LEAST_PERCENT} % are the least`);
process.exit(untested || !total.count || total.covered * 100 < total.count * LEAST_PERCENT ? 1 : 0);

function percent({ count, covered: hit }) {
  return count ? ((hit * 100) / count).toFixed(1) : '100.0';
}
