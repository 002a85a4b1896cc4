// Small trees of files for the tests of the checks.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

// A temporary folder that holds these files (path to text); it is gone after the tests.
export function treeOf(files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mandat-check-'));
  after(() => fs.rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  return root;
}
