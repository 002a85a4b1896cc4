// Checks the rules of the house that a compiler does not: house.mjs [ROOT].
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, report } from './tree.mjs';

const LONGEST_FILE = 700;
// A gRPC service cannot be spread over files, and each of its methods has its comment and its access.
const ONE_SERVICE = /(^|\/)service\.proto$/;
const CODE = /\.(h|cc|proto|sql|mjs|ts|tsx|sh|cmake)$|(^|\/)CMakeLists\.txt$/;
const UNFINISHED = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].map((word) => `\\b${word}\\b`).join('|'));
const VAGUE = /(Manager|Helper|Utils?|Impl)$/;
const VAGUE_FILE = /(^|[/_-])(manager|helpers?|utils?|impl|misc|stuff)([._-][^/]*)?(\/|$)/;

// Each rule sees one file and says what is wrong with it.
const rules = [
  {
    files: CODE,
    faults: ({ file, lines }) => (lines.length > LONGEST_FILE && !ONE_SERVICE.test(file) ? [`${lines.length} lines; split it, ${LONGEST_FILE} are the most`] : []),
  },
  { files: /./, faults: ({ lines }) => at(lines, UNFINISHED, 'unfinished work') },
  { files: /./, faults: ({ file }) => (VAGUE_FILE.test(file) ? ['the name does not say what is inside'] : []) },
  { files: /\.(h|cc)$/, faults: ({ lines }) => vagueTypes(lines, /\b(?:class|struct|namespace|enum class)\s+(?:\[\[\w+\]\]\s*)?(\w+)/) },
  { files: /\.proto$/, faults: ({ lines }) => vagueTypes(lines, /^\s*(?:message|enum|service)\s+(\w+)/) },
  { files: /\.h$/, faults: guard },
  { files: /(^|\/)protos\/mandat\/.*\.proto$/, faults: accessOfEveryMethod },
  {
    files: /^services\/(?!lib\/).*\/(commands|queries|consumers|rules)(_\w+)?\.(h|cc)$/,
    faults: ({ lines }) => at(lines, /"\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/, 'SQL belongs to schema/'),
  },
  {
    files: /^services\/((?!lib\/)|lib\/(base|deadline)\/).*(?<!_test)\.(h|cc)$/,
    faults: ({ lines }) =>
      at(lines, /\b(absl::Now|\w+_clock::now|time\(nullptr\)|gettimeofday)\b/, 'what decides is given the time, it does not read a clock'),
  },
  {
    files: /(^|\/)package-lock\.json$/,
    faults: ({ lines }) => at(lines, /"resolved"/, 'a lock file names no registry; see deploy/tools/.npmrc'),
  },
];

export function check(root) {
  const faults = [];
  let looked = 0;
  for (const file of filesOf(root)) {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    if (text.includes('\0')) continue;
    looked += 1;
    const lines = text.replace(/\n$/, '').split('\n');
    for (const rule of rules) {
      if (rule.files.test(file)) faults.push(...rule.faults({ file, text, lines }).map((fault) => `${file}: ${fault}`));
    }
  }
  return { looked, faults };
}

function at(lines, pattern, fault) {
  return lines.flatMap((line, index) => (pattern.test(line) ? [`line ${index + 1}: ${fault}`] : []));
}

function vagueTypes(lines, declaration) {
  return lines.flatMap((line, index) => {
    const name = declaration.exec(line.replace(/\/\/.*/, ''))?.[1] ?? '';
    return VAGUE.test(name) ? [`line ${index + 1}: ${name} does not say what it is for`] : [];
  });
}

function guard({ file, text }) {
  const name = `${file.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_`;
  const expected = new RegExp(`^(//.*\\n|\\s)*#ifndef ${name}\\n#define ${name}\\n[^]*#endif  // ${name}\\n$`);
  return expected.test(text) ? [] : [`the include guard is not ${name}`];
}

function accessOfEveryMethod({ text }) {
  const plain = text.replace(/\/\/.*/g, '');
  return [...plain.matchAll(/\brpc\s+(\w+)[^{;]*(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|;)/g)].flatMap(([, method, body]) => (
    body.includes('(mandat.common.v1.access)') ? [] : [`${method} has no access option`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { looked, faults } = check(path.resolve(process.argv[2] ?? '.'));
  report('House rules', looked, faults);
}
