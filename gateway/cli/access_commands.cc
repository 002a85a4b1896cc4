// Commands on keys, tokens and personas: what a local system needs in place of an issuer.

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gateway/cli/command.h"
#include "gateway/cli/files.h"
#include "gateway/cli/persona.h"
#include "services/lib/access/role.h"
#include "services/lib/access/signer.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/json/object_writer.h"
#include "services/lib/privacy/keys.h"

namespace mandat::cli {
namespace {

// What servers accept at most.
constexpr absl::Duration kLifetimeMax = absl::Hours(1);

absl::Status RunTokenInit(Session&, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  const std::string& folder = arguments.words()[0];
  const std::string key = SigningKeyPath(folder);
  auto signer = access::TokenSigner::Create(key);
  // A first run may have been stopped between its two files.
  if (base::ReasonOf(signer.status()) == "SIGNING_KEY_EXISTS") {
    signer = access::TokenSigner::Open(key);
  }
  RETURN_IF_ERROR(signer.status());
  return WriteFile(absl::StrCat(folder, "/jwks.json"), signer->PublicJwks() + "\n");
}

absl::StatusOr<access::Actor> TakeActor(const Session& session, Arguments& arguments) {
  access::Actor actor;
  std::string persona = arguments.Take("persona").value_or(session.options().persona);
  if (!persona.empty()) {
    ASSIGN_OR_RETURN(const auto personas, LoadPersonas(session.settings()));
    ASSIGN_OR_RETURN(const Persona found, FindPersona(personas, persona));
    actor = found.actor;
  }
  if (const auto organisation = arguments.Take("org"); organisation.has_value()) {
    ASSIGN_OR_RETURN(actor.organisation, base::ParseEnterpriseNumber(*organisation, "org"));
  }
  actor.unit = arguments.Take("unit").value_or(actor.unit);
  actor.subject = arguments.Take("subject").value_or(actor.subject);
  actor.purpose = arguments.Take("purpose").value_or(actor.purpose);
  const std::vector<std::string> roles = arguments.TakeAll("role");
  if (!roles.empty()) actor.roles.clear();
  for (const std::string& name : roles) {
    const auto role = access::ParseRole(name);
    if (!role.has_value()) return WrongUse(absl::StrCat("There is no role '", name, "'."));
    actor.roles.push_back(*role);
  }
  if (actor.roles.empty()) return WrongUse("Say whose token: --persona=…, or --org and --role.");
  if (actor.subject.empty()) actor.subject = "mandat-cli";
  return actor;
}

absl::Status RunToken(Session& session, Arguments& arguments) {
  ASSIGN_OR_RETURN(const absl::Duration lifetime, arguments.TakeDuration("ttl", kLifetimeMax));
  ASSIGN_OR_RETURN(access::Actor actor, TakeActor(session, arguments));
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const std::string token,
                   SignToken(session.settings(), std::move(actor), lifetime, absl::Now()));
  std::cout << token << "\n";
  return absl::OkStatus();
}

absl::Status RunTokenPersonas(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const auto personas, LoadPersonas(session.settings()));
  for (const Persona& persona : personas) {
    ASSIGN_OR_RETURN(const std::string token,
                     SignToken(session.settings(), persona.actor, kLifetimeMax, absl::Now()));
    std::cout << persona.id << "\t" << token << "\n";
  }
  return absl::OkStatus();
}

std::string RolesOf(const Persona& persona) {
  return absl::StrJoin(persona.actor.roles, ", ", [](std::string* out, common::v1::Role role) {
    absl::StrAppend(out, access::RoleName(role));
  });
}

absl::Status RunPersonas(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const auto personas, LoadPersonas(session.settings()));
  std::vector<std::vector<std::string>> rows;
  for (const Persona& persona : personas) {
    rows.push_back({persona.id, RolesOf(persona), persona.actor.organisation, persona.actor.unit,
                    persona.display_name});
    if (!session.options().json) continue;
    std::string line;
    json::ObjectWriter object(&line);
    object.Text("id", persona.id).Text("roles", RolesOf(persona));
    object.Text("organisation", persona.actor.organisation).Text("unit", persona.actor.unit);
    object.Text("displayName", persona.display_name).Close();
    std::cout << line << "\n";
  }
  if (session.options().json) return absl::OkStatus();
  std::cout << Table({"persona", "roles", "organisation", "unit", "who"}, rows,
                     session.reading().width);
  return absl::OkStatus();
}

absl::Status RunKeysCreate(Session&, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  return privacy::KeyRing::Create(arguments.words()[0], base::BrusselsDay(absl::Now())).status();
}

absl::Status RunKeysAdd(Session&, Arguments& arguments) {
  const std::string use = arguments.Take("use").value_or("");
  RETURN_IF_ERROR(arguments.NothingLeft());
  if (use != "kek" && use != "lookup") return WrongUse("Give --use=kek or --use=lookup.");
  const auto key = use == "kek" ? privacy::KeyUse::kKeyEncryption : privacy::KeyUse::kLookup;
  return privacy::KeyRing::AddKey(arguments.words()[0], key, base::BrusselsDay(absl::Now()))
      .status();
}

}  // namespace

std::vector<Command> AccessCommands() {
  return {
      {"personas", "", 0, 0, "Shows the made-up people of a local system.", {}, false, RunPersonas},
      {"token",
       "",
       0,
       0,
       "Prints a token, signed with the local key.",
       {{"persona=ID", "of this persona"},
        {"org=NUMBER", "for this organisation"},
        {"unit=ID", "in this unit of it"},
        {"role=ROLE", "with this role, welfare_centre_agent; may be repeated"},
        {"subject=ID", "for this subject"},
        {"purpose=TEXT", "stating this purpose"},
        {"ttl=TIME", "for so long; 1h is what servers accept at most, and the default"}},
       false,
       RunToken},
      {"token personas",
       "",
       0,
       0,
       "Prints one token for every persona.",
       {},
       false,
       RunTokenPersonas},
      {"token init",
       "FOLDER",
       1,
       1,
       "Makes the key that signs local tokens (signing.jwk) and what servers verify them with "
       "(jwks.json).",
       {},
       false,
       RunTokenInit},
      {"keys create",
       "FILE",
       1,
       1,
       "Makes the keys that seal personal data.",
       {},
       false,
       RunKeysCreate},
      {"keys add",
       "FILE",
       1,
       1,
       "Adds a key, which becomes the current one.",
       {{"use=USE", "kek (wraps the keys of persons) or lookup (hashes their numbers)"}},
       false,
       RunKeysAdd},
  };
}

}  // namespace mandat::cli
