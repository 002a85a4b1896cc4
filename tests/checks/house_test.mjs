// The check of the house rules catches every kind of fault, and lets good files pass.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { treeOf } from './fixture.mjs';
import { check } from './house.mjs';

const header = (file, body) => {
  const name = `${file.toUpperCase().replace(/[/.]/g, '_')}_`;
  return `#ifndef ${name}\n#define ${name}\n\n${body}\n\n#endif  // ${name}\n`;
};

const METHOD = `service S {
  // rpc Commented(A) returns (B);
  rpc Get(A) returns (B) {
    option (google.api.http) = {get: "/a/{name=b/*}"};
    option (mandat.common.v1.access) = {roles: ROLE_AUDITOR party: PARTY_ANY};
  }
}
`;

const GOOD = {
  'services/lib/base/date.h': header('services/lib/base/date.h', 'class Date {};\nclass ManagerRole;'),
  'services/lib/runtime/clock.cc': 'absl::Time Now() { return absl::Now(); }\n',
  'protos/mandat/common/v1/s.proto': METHOD,
  'package-lock.json': '{"packages": {"a": {"version": "1.0.0", "integrity": "sha512-A=="}}}\n',
  'long.json': '\n'.repeat(701),
  'protos/mandat/common/v1/service.proto': '\n'.repeat(701),
};

test('Good files pass', () => {
  assert.deepEqual(check(treeOf(GOOD)), { looked: 6, faults: [] });
});

test('Every method of a service is looked at', () => {
  const two = METHOD.replace(/\}\n$/, '  rpc List(A) returns (B);\n  rpc Drop(A) returns (B) {\n    option x = {a: {b: 1}};\n  }\n}\n');
  assert.deepEqual(check(treeOf({ 'protos/mandat/common/v1/s.proto': two })).faults, [
    'protos/mandat/common/v1/s.proto: List has no access option',
    'protos/mandat/common/v1/s.proto: Drop has no access option',
  ]);
});

for (const [name, file, text, expected] of [
  ['a long file', 'services/lib/base/date.cc', 'int a;\n'.repeat(701), '701 lines'],
  ['unfinished work', 'README.md', 'one\nTO' + 'DO: two\n', 'line 2: unfinished work'],
  ['a vague file', 'services/lib/base/string_util.cc', '', 'the name does not say'],
  ['a vague folder', 'services/lib/helpers/date.cc', '', 'the name does not say'],
  ['a vague class', 'services/lib/base/date.cc', 'class DateManager {\n', 'DateManager does not say'],
  ['a vague struct', 'services/lib/base/date.cc', '\nstruct LedgerImpl;\n', 'line 2: LedgerImpl does not say'],
  ['a vague message', 'protos/mandat/common/v1/t.proto', 'message DateUtil {}\n', 'DateUtil does not say'],
  ['a guard of another file', 'services/lib/base/day.h', header('services/lib/base/date.h', ''), 'guard is not SERVICES_LIB_BASE_DAY_H_'],
  ['no guard', 'services/lib/base/day.h', '#pragma once\n', 'guard is not SERVICES_LIB_BASE_DAY_H_'],
  ['code before the guard', 'services/lib/base/day.h', `int a;\n${header('services/lib/base/day.h', '')}`, 'guard is not'],
  ['SQL in a query', 'services/socialaid/requests/queries.cc', 'auto a = "SELECT id FROM request";\n', 'SQL belongs to schema/'],
  ['a clock that is read elsewhere', 'services/socialaid/requests/commands.cc', 'auto now = absl::Now();\n', 'is given the time'],
  ['a clock of chrono', 'services/socialaid/law/days.cc', 'auto now = std::chrono::steady_clock::now();\n', 'is given the time'],
  ['a clock in base', 'services/lib/base/date.cc', 'auto now = absl::Now();\n', 'is given the time'],
  ['a lock file with a host', 'deploy/tools/package-lock.json', '{\n"resolved": "https://somewhere"}\n', 'line 2: a lock file names no registry'],
]) {
  test(`Caught: ${name}`, () => {
    const { faults } = check(treeOf({ [file]: text }));
    assert.equal(faults.length, 1, faults.join('\n') || 'nothing');
    assert(faults[0].startsWith(`${file}: `) && faults[0].includes(expected), faults[0]);
  });
}
