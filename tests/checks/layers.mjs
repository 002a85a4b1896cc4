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
  // <chrono> has the calendar as well; house.mjs looks for its clocks.
  ['a clock', /^(absl\/time\/clock\.h|ctime|time\.h|sys\/time\.h)$/],
  ['threads', /^(absl\/synchronization\/.*|thread|mutex|shared_mutex|condition_variable|future|atomic|stop_token|semaphore|latch|barrier|pthread\.h)$/],
  ['digests', /^openssl\/(evp|sha)\.h$/],
  ['I/O', /^((if|of|f)stream|iostream|filesystem|cstdio|stdio\.h|unistd\.h|fcntl\.h|(sys|arpa|netinet|net)\/.*|poll\.h|curl\/.*)$/],
  ['Abseil', /^absl\//],
  ['test tools', /^(gtest|gmock|benchmark)\//],
  ['the standard library', /^[a-z_]+$/],
  ['the standard library', /^(assert|inttypes|limits|math|stdint|string)\.h$/],
];

// Tests, fuzzers and measurements may use what they like; the products that they test may not use them.
const testHeader = /(^|\/)(test_[^/]*|[^/]*_for_test)\.(h|cc)$|^services\/lib\/testing\//;
export const test = new RegExp(`(_test|_fuzz|_benchmark)\\.cc$|${testHeader.source}|^tests/|(^|/)testdata/`);

// entropy.* is the one place in base that asks the system for something.
const base = /^services\/lib\/(base\/(?!entropy)|deadline\/|disclosure\/|csv\/)/;
const rules = /^services\/(?!lib\/)(.*\/)?(rules|checks|states|guards|returns|names|deadlines|explanations|statistics|rows)(_[a-z0-9_]+)?\.(h|cc)$|^services\/(?!lib\/)[^/]+\/(law|formulas|assessment)\//;
export const pure = new RegExp(`${base.source}|${rules.source}`);
const harmless = ['the standard library', 'Abseil', 'generated protos', 'protobuf', 'digests'];  // a digest is a pure function
const deciding = /(^|\/)rules(_[a-z0-9_]+)?\.h$|\/(law|formulas|assessment)\//;
const ledgerEngine = /^services\/lib\/ledger\/(sqlite|postgres)/;

export const layers = [
  {
    name: 'base, csv, deadline and disclosure',
    files: base,
    except: test,
    may: [...harmless, base],
  },
  {
    name: 'rules',
    files: rules,
    except: test,
    // A rule answers with a decision, which is a value; what is personal is written in the protos.
    may: [...harmless, base, rules, /^services\/lib\/(ledger\/decision|privacy\/sensitive|json\/(difference|field_path|message|names))\.h$/],
  },
  {
    name: 'commands, queries and consumers',
    files: /^services\/(?!lib\/).*\/(commands|queries|consumers)(_[a-z0-9_]+)?\.(h|cc)$/,
    except: test,
    never: ['gRPC', 'SQL', 'NATS', ledgerEngine],
  },
  {
    name: 'schema and columns',
    files: /^services\/(?!lib\/).*((^|\/)schema\/.*|\/columns)\.(h|cc)$/,
    except: test,
    never: [deciding],
  },
  {
    name: 'service and main',
    files: /^services\/[^/]+\/(service|main)\.(h|cc)$/,
    direct: true,
    never: [deciding],
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
    never: ['test tools', testHeader, /^tests\//],
  },
];

// No service includes another; what is outside includes none, but for tests.
export function isForeignService(file, header) {
  const owner = /^services\/([^/]+)\//.exec(header)?.[1];
  if (!owner || owner === 'lib' || /^tests\//.test(file)) return false;
  return !file.startsWith(`services/${owner}/`);
}
