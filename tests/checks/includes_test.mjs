// The check of includes catches every kind of fault, and lets good code pass.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './includes.mjs';
import { treeOf } from './fixture.mjs';

const GOOD = {
  'services/lib/base/date.h': '#include <string>\n#include "absl/time/civil_time.h"\n',
  'services/lib/base/date_test.cc': '#include "gtest/gtest.h"\n#include "services/lib/base/date.h"\n#include <thread>\n',
  'services/lib/ledger/ledger.h': '#include "absl/status/status.h"\n#include "services/lib/base/date.h"\n',
  'services/lib/ledger/sqlite_store.h': '#include <sqlite3.h>\n#include "services/lib/ledger/ledger.h"\n',
  'services/socialaid/law/days.h': '#include "services/lib/base/date.h"\n',
  'services/socialaid/requests/rules.h': '#include "mandat/socialaid/v1/article60.pb.h"\n#include "services/socialaid/law/days.h"\n',
  'services/socialaid/requests/commands.h': '#include "services/lib/ledger/ledger.h"\n#include "services/socialaid/requests/rules.h"\n',
  'services/socialaid/service.h':
      '#include "mandat/socialaid/v1/service.grpc.pb.h"\n#include "services/socialaid/requests/commands.h"\n',
  'services/socialaid/main.cc': '#include "services/lib/ledger/sqlite_store.h"\n#include "services/socialaid/service.h"\n',
  'gateway/main.cc': '#include <grpcpp/grpcpp.h>\n#include "services/lib/base/date.h"\n',
  'tests/integration/file_test.cc': '#include "services/socialaid/service.h"\n#include "services/lib/testing/clock.h"\n',
  'services/lib/testing/clock.h': '#include "absl/time/clock.h"\n',
};

function faultsWith(changes) {
  return check(treeOf({ ...GOOD, ...changes })).faults;
}

test('Good code passes', () => {
  assert.deepEqual(faultsWith({}), []);
});

test('A bad include in a header is told once, where it stands', () => {
  const faults = faultsWith({ 'services/socialaid/law/days.h': '#include "absl/time/clock.h"\n' });
  assert.deepEqual(faults, ['services/socialaid/law/days.h: rules may not use a clock: ' +
    'services/socialaid/law/days.h -> absl/time/clock.h (and 1 files more)']);
});

// One file more or changed, and what must be said of it.
for (const [name, file, text, expected] of [
  ['a clock in base', 'services/lib/base/now.cc', '#include "absl/time/clock.h"', 'may not use a clock'],
  ['the C clock in base', 'services/lib/base/now.cc', '#include <ctime>', 'may not use a clock'],
  ['a thread in deadline', 'services/lib/deadline/engine.cc', '#include <thread>', 'may not use threads'],
  ['a file in a rule', 'services/socialaid/requests/rules.cc', '#include <fstream>', 'may not use I/O'],
  ['gRPC in a rule', 'services/socialaid/requests/rules.cc', '#include <grpcpp/grpcpp.h>', 'may not use gRPC'],
  ['a stub in a rule', 'services/socialaid/requests/rules.cc', '#include "mandat/socialaid/v1/service.grpc.pb.h"', 'may not use gRPC'],
  ['SQL in the law', 'services/socialaid/law/days.cc', '#include <sqlite3.h>', 'may not use SQL'],
  ['the ledger in a rule', 'services/socialaid/requests/rules_send.cc', '#include "services/lib/ledger/ledger.h"', 'may not use services/lib/ledger/ledger.h'],
  ['another library in base', 'services/lib/base/ids.cc', '#include <sodium.h>', 'may not use other libraries'],
  ['SQL through a header of ours', 'services/socialaid/requests/commands.cc', '#include "services/lib/ledger/sqlite_store.h"',
    'commands.cc -> services/lib/ledger/sqlite_store.h -> sqlite3.h'],
  ['an engine in a query', 'services/socialaid/requests/queries.cc', '#include "services/lib/ledger/sqlite_store.h"', 'queries and consumers may not use services/lib/ledger/sqlite_store.h'],
  ['NATS in a consumer', 'services/socialaid/requests/consumers.h', '#include <nats/nats.h>', 'may not use NATS'],
  ['gRPC in a command', 'services/socialaid/requests/commands.cc', '#include "grpcpp/grpcpp.h"', 'may not use gRPC'],
  ['a rule in the schema', 'services/socialaid/schema/kinds.cc', '#include "services/socialaid/requests/rules.h"', 'schema and columns may not use'],
  ['a rule in the service', 'services/socialaid/service.cc', '#include "services/socialaid/requests/rules.h"', 'service and main may not use'],
  ['the law in main', 'services/socialaid/main.cc', '#include "services/socialaid/law/days.h"', 'service and main may not use'],
  ['a service in the gateway', 'gateway/main.cc', '#include "services/socialaid/service.h"', 'no service is included from outside it'],
  ['a service in a service', 'services/partners/main.cc', '#include "services/socialaid/service.h"', 'no service is included from outside it'],
  ['a service in a library', 'services/lib/ledger/ledger.cc', '#include "services/socialaid/law/days.h"', 'no service is included from outside it'],
  ['the gateway in a library', 'services/lib/ledger/ledger.cc', '#include "gateway/http/route.h"', 'services/lib may not use gateway/http/route.h'],
  ['test tools in a product', 'services/lib/ledger/ledger.cc', '#include "services/lib/testing/clock.h"', 'products may not use'],
  ['gmock in a product', 'gateway/main.cc', '#include "gmock/gmock.h"', 'products may not use test tools'],
  ['base in a rule that asks the system', 'services/socialaid/requests/rules.cc', '#include "services/lib/base/entropy.h"', 'rules may not use services/lib/base/entropy.h'],
  ['a rule in base', 'services/lib/base/ids.cc', '#include "services/socialaid/requests/rules.h"', 'no service is included'],
  ['a command in a rule', 'services/socialaid/requests/rules.cc', '#include "services/socialaid/requests/commands.h"', 'rules may not use services/socialaid/requests/commands.h'],
  ['a helper of tests in a product', 'services/lib/base/ids.cc', '#include "services/lib/base/test_dates.h"', 'products may not use services/lib/base/test_dates.h'],
  ['a header that is missing', 'gateway/main.cc', '#include "services/lib/base/gone.h"', 'there is no services/lib/base/gone.h'],
  ['a header beside the file', 'services/lib/base/date.cc', '#include "date.h"', 'by its path from the root'],
]) {
  test(`Caught: ${name}`, () => {
    const faults = faultsWith({ 'gateway/http/route.h': '', 'services/lib/base/entropy.h': '#include <cstddef>',
      'services/lib/base/test_dates.h': '#include "gtest/gtest.h"', [file]: `${text}\n` });
    assert(faults.some((fault) => fault.startsWith(`${file}: `) && fault.includes(expected)), faults.join('\n') || 'nothing');
  });
}
