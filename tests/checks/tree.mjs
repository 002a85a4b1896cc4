// The files of ours, for the checks of the source.
import fs from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['.git', '.cache', 'build', 'var', 'node_modules', 'protos/standard']);

// Every file under `root`, as paths from it with forward slashes, sorted; what is built, fetched or made is left out.
export function filesOf(root, folder = '') {
  const found = [];
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (SKIPPED.has(name) || SKIPPED.has(entry.name)) continue;
    if (entry.isDirectory()) found.push(...filesOf(root, name));
    if (entry.isFile()) found.push(name);
  }
  return found.sort();
}

// Prints the faults and what was looked at, and ends the program: a check that saw nothing has not passed.
export function report(what, looked, faults) {
  for (const fault of faults) console.log(fault);
  console.log(`${what}: ${looked} files, ${faults.length} faults`);
  process.exit(faults.length || !looked ? 1 : 0);
}
