// What it costs to write and to read an event's body.
//
//   build/release/bin/mandat_json_benchmark

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "benchmark/benchmark.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/json/message.h"
#include "services/lib/json/parse.h"

namespace mandat::json {
namespace {

using socialaid::v1::Article60Request;

// The request of the golden file; `small`: 540 bytes, as the body of most events.
Article60Request Sample(bool small) {
  std::ifstream file(MANDAT_SOURCE_DIR "/services/lib/json/testdata/article60request.json");
  std::stringstream text;
  text << file.rdbuf();
  Article60Request request;
  if (!ParseJson(text.str(), &request).ok()) std::abort();
  if (small) {
    Article60Request all = request;
    request.Clear();
    for (const char* name : {"name", "etag", "create_time", "update_time", "state", "centre",
                             "office", "owner", "agency", "planned_start", "working_time",
                             "admission", "send_time", "due_time", "answer_time"}) {
      const auto* field = Article60Request::descriptor()->FindFieldByName(name);
      all.GetReflection()->SwapFields(&all, &request, {field});
    }
  }
  return request;
}

void Write(benchmark::State& state) {
  const Article60Request request = Sample(state.range(0) != 0);
  std::string json;
  for (auto _ : state) {
    json.clear();
    AppendJson(request, &json);
    benchmark::DoNotOptimize(json);
  }
  state.counters["bytes"] = static_cast<double>(json.size());
}
BENCHMARK(Write)->Arg(1)->Arg(0);

void Read(benchmark::State& state) {
  const std::string json = ToJson(Sample(state.range(0) != 0));
  ParseOptions options;
  options.unknown = ParseOptions::Unknown::kIgnore;
  Article60Request request;
  for (auto _ : state) {
    if (!ParseJson(json, &request, options).ok()) std::abort();
    benchmark::DoNotOptimize(request);
  }
  state.counters["bytes"] = static_cast<double>(json.size());
}
BENCHMARK(Read)->Arg(1)->Arg(0);

}  // namespace
}  // namespace mandat::json
