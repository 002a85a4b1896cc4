#ifndef SERVICES_LIB_TESTING_METHOD_ACCESS_H_
#define SERVICES_LIB_TESTING_METHOD_ACCESS_H_

// For tests: whom a method of a service lets in.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/options.pb.h"

namespace mandat::testing {

// "OWNER: MANDATE_HOLDER DIRECTOR", one text for each grant.
inline std::vector<std::string> GrantsOf(const google::protobuf::MethodDescriptor& method) {
  std::vector<std::string> grants;
  for (int i = 0; i < method.options().ExtensionSize(common::v1::access); ++i) {
    const auto& grant = method.options().GetExtension(common::v1::access, i);
    std::string text(absl::StripPrefix(common::v1::Party_Name(grant.party()), "PARTY_"));
    text += ":";
    for (const int role : grant.roles()) {
      absl::StrAppend(
          &text, " ",
          absl::StripPrefix(common::v1::Role_Name(static_cast<common::v1::Role>(role)), "ROLE_"));
    }
    grants.push_back(std::move(text));
  }
  return grants;
}

// The grants of the method that a verb of a state machine is: "adopt" of "Plan" is AdoptPlan.
inline std::vector<std::string> GrantsOfVerb(const std::string& service, absl::string_view verb,
                                             absl::string_view resource) {
  std::string name = absl::StrCat(verb, resource);
  name[0] = absl::ascii_toupper(static_cast<unsigned char>(name[0]));
  const auto* found =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  const auto* method = found == nullptr ? nullptr : found->FindMethodByName(name);
  if (method == nullptr) return {absl::StrCat(service, " has no method ", name)};
  return GrantsOf(*method);
}

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_METHOD_ACCESS_H_
