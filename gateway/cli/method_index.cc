#include "gateway/cli/method_index.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/api/annotations.pb.h"

namespace mandat::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// "mandat.socialaid.v1" → "socialaid". What is common is offered by every service and has no name.
std::string ShortName(const ServiceDescriptor& service) {
  const std::vector<std::string> parts = absl::StrSplit(service.file()->package(), '.');
  return parts.size() < 2 || parts[1] == "common" ? "" : parts[1];
}

// A path after the API and its version: "{name=centres/*}/merge" is one resource of "centres" with
// the tail "merge"; "centres" is the collection itself.
struct Path {
  bool of_one_resource = false;
  std::string collection;
  std::string tail;
};

Path ParsePath(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, absl::MaxSplits('/', 3));
  if (parts.size() < 4) return {};
  absl::string_view rest = parts[3];
  Path parsed;
  if (absl::ConsumePrefix(&rest, "{")) {
    const std::vector<absl::string_view> pieces = absl::StrSplit(rest, absl::MaxSplits('}', 1));
    const std::vector<absl::string_view> binding = absl::StrSplit(pieces[0], '=');
    parsed.of_one_resource = true;
    if (binding.size() == 2) parsed.collection = std::string(CollectionOf(binding[1]));
    if (pieces.size() == 2) parsed.tail = std::string(absl::StripPrefix(pieces[1], "/"));
  } else {
    const std::pair<std::string, std::string> pieces =
        absl::StrSplit(rest, absl::MaxSplits('/', 1));
    parsed.collection = pieces.first;
    parsed.tail = pieces.second;
  }
  return parsed;
}

void ReadGet(const Path& path, Method* method) {
  method->changes = false;
  // A list answers with its items first of all (AIP-132).
  const Descriptor& answer = *method->descriptor->output_type();
  const bool list = answer.field_count() > 0 && ItemsOf(answer) == answer.field(0);
  if (method->descriptor->server_streaming()) {
    if (!path.of_one_resource || path.tail != "content") return;
    method->kind = MethodKind::kContent;
    method->collection = path.collection;
  } else if (path.of_one_resource && path.tail.empty()) {
    method->kind = MethodKind::kGet;
    method->collection = path.collection;
  } else if (path.tail == "revisions") {
    method->kind = MethodKind::kHistory;
    method->collection = path.collection;
  } else if (path.of_one_resource && path.tail == "difference") {
    method->kind = MethodKind::kDifference;
    method->collection = path.collection;
  } else if (path.of_one_resource && path.tail == "explanation") {
    method->kind = MethodKind::kExplanation;
    method->collection = path.collection;
  } else if (path.tail == "{year}") {
    method->kind = MethodKind::kStatistics;
    method->collection = path.collection;
  } else if (list) {
    method->kind = MethodKind::kList;
    method->collection = path.of_one_resource ? path.tail : path.collection;
  }
}

void ReadPost(const Path& path, Method* method) {
  if (path.of_one_resource) {
    method->kind = MethodKind::kAct;
    method->collection = path.collection;
    method->verb = path.tail;
  } else if (method->resource != nullptr && path.tail.empty()) {
    method->kind = MethodKind::kCreate;
    method->collection = path.collection;
  } else if (path.tail == "batchCreate") {
    method->kind = MethodKind::kBatch;
    method->collection = path.collection;
  }
}

Method Describe(const MethodDescriptor& descriptor) {
  Method method;
  method.descriptor = &descriptor;
  method.service = ShortName(*descriptor.service());
  const google::api::HttpRule& http = descriptor.options().GetExtension(google::api::http);
  method.resource = descriptor.input_type()->FindFieldByName(http.body());
  if (!http.get().empty()) ReadGet(ParsePath(http.get()), &method);
  if (!http.post().empty()) ReadPost(ParsePath(http.post()), &method);
  if (!http.patch().empty()) {
    method.kind = MethodKind::kUpdate;
    method.collection = ParsePath(http.patch()).collection;
  }
  if (!http.delete_().empty()) {
    method.kind = MethodKind::kAct;
    method.collection = ParsePath(http.delete_()).collection;
    method.verb = "delete";
  }
  return method;
}

// The collection of the first resource in messages of the type; empty where they have none.
std::string CollectionIn(const Descriptor& type, const std::vector<Method>& methods) {
  for (int i = 0; i < type.field_count(); ++i) {
    for (const Method& method : methods) {
      if (method.kind != MethodKind::kGet) continue;
      if (method.descriptor->output_type() == type.field(i)->message_type()) {
        return method.collection;
      }
    }
  }
  return "";
}

// A stream has no path in HTTP: what its lines hold says whose it is.
void FindCollectionOfStream(const std::vector<Method>& methods, Method* stream) {
  const MethodDescriptor& descriptor = *stream->descriptor;
  if (!descriptor.client_streaming() || !descriptor.server_streaming()) return;
  const FieldDescriptor* line = LineOf(*descriptor.input_type());
  if (line == nullptr) return;
  stream->collection = CollectionIn(*line->message_type(), methods);
  if (!stream->collection.empty()) stream->kind = MethodKind::kFile;
}

template <class Name>
std::vector<std::string> Names(const std::vector<Method>& methods, Name name) {
  std::set<std::string> names;
  for (const Method& method : methods) names.insert(name(method));
  names.erase("");
  return {names.begin(), names.end()};
}

}  // namespace

MethodIndex MethodIndex::OfLinkedServices() {
  std::vector<const ServiceDescriptor*> services;
  for (absl::string_view file : absl::StrSplit(MANDAT_SERVICE_PROTOS, ',')) {
    const FileDescriptor* found =
        DescriptorPool::generated_pool()->FindFileByName(std::string(file));
    for (int i = 0; found != nullptr && i < found->service_count(); ++i) {
      services.push_back(found->service(i));
    }
  }
  return MethodIndex(services);
}

MethodIndex::MethodIndex(const std::vector<const ServiceDescriptor*>& services) {
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      methods_.push_back(Describe(*service->method(i)));
    }
  }
  for (Method& method : methods_) FindCollectionOfStream(methods_, &method);
}

const Method* MethodIndex::Find(MethodKind kind, absl::string_view collection,
                                absl::string_view verb) const {
  for (const Method& method : methods_) {
    if (method.kind == kind && method.collection == collection && method.verb == verb) {
      return &method;
    }
  }
  return nullptr;
}

const Method* MethodIndex::FindByName(absl::string_view name) const {
  const std::string wanted = absl::StrReplaceAll(absl::StripPrefix(name, "/"), {{"/", "."}});
  for (const Method& method : methods_) {
    const std::string& full_name = method.descriptor->full_name();
    if (full_name == wanted || absl::EndsWith(full_name, absl::StrCat(".", wanted))) {
      return &method;
    }
  }
  return nullptr;
}

std::vector<std::string> MethodIndex::Collections(MethodKind kind) const {
  return Names(methods_, [kind](const Method& method) {
    return method.kind == kind ? method.collection : "";
  });
}

std::vector<std::string> MethodIndex::Verbs(absl::string_view collection) const {
  return Names(methods_, [collection](const Method& method) {
    return collection.empty() || method.collection == collection ? method.verb : "";
  });
}

std::vector<std::string> MethodIndex::Services() const {
  return Names(methods_, [](const Method& method) { return method.service; });
}

const FieldDescriptor* ItemsOf(const Descriptor& response) {
  for (int i = 0; i < response.field_count(); ++i) {
    const FieldDescriptor* field = response.field(i);
    if (field->is_repeated() && !field->is_map() &&
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return field;
    }
  }
  return nullptr;
}

const FieldDescriptor* LineOf(const Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return message.field(i);
  }
  return nullptr;
}

absl::string_view CollectionOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  if (slash == absl::string_view::npos || slash == 0 || slash + 1 == name.size()) return "";
  return name.substr(0, slash);
}

}  // namespace mandat::cli
