// Who may include what: the table "Layers" of the architecture, as data for includes.mjs.
//
// A file belongs to every layer whose `files` match it. What it reaches, directly or through headers of ours, must be in
// `may` where that is given and must not be in `never`. Names of groups are those of `external`; everything else is a
// pattern of paths. `direct` limits a rule to what the file itself includes.

// Headers that are not ours, by group; the first that matches counts.
export const external = [
  ['gRPC', /^(grpc(pp|\+\+)?\/|grpc\.h)|\.grpc\.pb\.h$/],
  ['generated protos', /\.pb\.h$/],
  ['protobuf', /^google\/protobuf\//],
  ['SQL', /^(sqlite3(ext)?\.h|libpq-fe\.h|postgresql\/|libpq\/|pqxx\/)/],
  ['NATS', /^nats(\/|\.h)/],
  ['a clock', /^(absl\/time\/clock\.h|chrono|ctime|time\.h|sys\/time\.h)$/],
  ['threads', /^(absl\/synchronization\/.*|thread|mutex|shared_mutex|condition_variable|future|atomic|stop_token|semaphore|latch|barrier|pthread\.h)$/],
  ['digests', /^openssl\/(evp|sha)\.h$/],
  ['I/O', /^((if|of|f)stream|iostream|filesystem|cstdio|stdio\.h|unistd\.h|fcntl\.h|(sys|arpa|netinet|net)\/.*|poll\.h|curl\/.*)$/],
  ['Abseil', /^absl\//],
  ['test tools', /^(gtest|gmock|benchmark)\//],
  ['the standard library', /^[a-z_]+$/],
  ['the standard library', /^(assert|inttypes|limits|math|stdint|string)\.h$/],
];

// Tests, fuzzers and measurements may use what they like; the products they test may not use them.
export const test = /(_test|_fuzz|_benchmark)\.cc$|^services\/lib\/testing\/|^tests\/|(^|\/)(testing|testdata)\//;
export const pure = /^services\/lib\/(base|deadline)\/|^services\/(?!lib\/)(.*\/)?rules(_[a-z0-9_]+)?\.(h|cc)$|^services\/[^/]+\/law\//;
const LEDGER_ENGINE = /^services\/lib\/ledger\/(sqlite|postgres)/;

export const layers = [
  {
    name: 'rules, base and deadline',
    files: pure,
    except: test,
    // A digest is a pure function. A rule answers with a decision, which is a value.
    may: ['the standard library', 'Abseil', 'generated protos', 'protobuf', 'digests', pure, /^services\/lib\/ledger\/decision\.h$/],
  },
  {
    name: 'commands, queries and consumers',
    files: /^services\/(?!lib\/).*\/(commands|queries|consumers)(_[a-z0-9_]+)?\.(h|cc)$/,
    except: test,
    never: ['gRPC', 'SQL', 'NATS', LEDGER_ENGINE],
  },
  {
    name: 'schema and columns',
    files: /^services\/(?!lib\/).*((^|\/)schema\/.*|\/columns)\.(h|cc)$/,
    except: test,
    never: [/(^|\/)rules(_[a-z0-9_]+)?\.h$/, /\/law\//],
  },
  {
    name: 'service and main',
    files: /^services\/[^/]+\/(service|main)\.(h|cc)$/,
    direct: true,
    never: [/(^|\/)rules(_[a-z0-9_]+)?\.h$/, /\/law\//],
  },
  {
    name: 'the gateway',
    files: /^gateway\//,
    except: test,
    never: [/^services\/(?!lib\/)/, 'SQL'],
  },
  {
    name: 'services/lib',
    files: /^services\/lib\//,
    never: [/^services\/(?!lib\/)/, /^gateway\//, /^tests\//],
  },
  {
    name: 'products',
    files: /^(services|gateway)\//,
    except: test,
    never: ['test tools', /^services\/lib\/testing\//, /^tests\//],
  },
];

// No service includes another; what is outside includes none, but for tests.
export function isForeignService(file, header) {
  const owner = /^services\/([^/]+)\//.exec(header)?.[1];
  if (!owner || owner === 'lib' || /^tests\//.test(file)) return false;
  return !file.startsWith(`services/${owner}/`);
}
