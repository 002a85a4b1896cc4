#include "gateway/cli/persona.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/files.h"
#include "services/lib/access/role.h"
#include "services/lib/access/signer.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

constexpr char kUsualFile[] = "deploy/sample/personas.json";

absl::Status Invalid(absl::string_view id, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, "PERSONA_INVALID",
                     absl::StrCat("The persona '", id, "' ", what, "."),
                     {{"persona", std::string(id)}});
}

std::string TextOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

absl::StatusOr<Persona> ReadPersona(const Json& object) {
  Persona persona;
  persona.id = TextOf(object, "id");
  persona.display_name = TextOf(object, "displayName");
  persona.actor.subject = TextOf(object, "subject");
  persona.actor.organisation = TextOf(object, "organisation");
  persona.actor.unit = TextOf(object, "unit");
  persona.actor.purpose = TextOf(object, "purpose");
  const Json roles = object.value("roles", Json::array());
  if (persona.id.empty() || persona.actor.subject.empty() || !roles.is_array() || roles.empty()) {
    return Invalid(persona.id, "needs an id, a subject and roles");
  }
  for (const Json& name : roles) {
    const auto role = access::ParseRole(name.is_string() ? name.get<std::string>() : "");
    if (!role.has_value()) return Invalid(persona.id, "has a role that does not exist");
    persona.actor.roles.push_back(*role);
  }
  return persona;
}

}  // namespace

absl::StatusOr<std::vector<Persona>> ReadPersonas(const Json& list) {
  if (!list.is_array()) return Invalid("", "must stand in a list");
  std::vector<Persona> personas;
  for (const Json& object : list) {
    if (!object.is_object()) return Invalid("", "must be an object");
    ASSIGN_OR_RETURN(Persona persona, ReadPersona(object));
    if (FindPersona(personas, persona.id).ok()) return Invalid(persona.id, "is there twice");
    personas.push_back(std::move(persona));
  }
  return personas;
}

absl::StatusOr<std::vector<Persona>> LoadPersonas(const Settings& settings) {
  std::string path = settings.Get("MANDAT_PERSONAS");
  if (path.empty()) path = kUsualFile;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  ASSIGN_OR_RETURN(const Json file, ParseObject(text, path));
  return ReadPersonas(file.value("personas", Json()));
}

absl::StatusOr<Persona> FindPersona(const std::vector<Persona>& personas, absl::string_view id) {
  const auto found = std::find_if(personas.begin(), personas.end(),
                                  [id](const Persona& persona) { return persona.id == id; });
  if (found != personas.end()) return *found;
  return base::Error(absl::StatusCode::kNotFound, "PERSONA_NOT_FOUND",
                     absl::StrCat("There is no persona '", id, "'; see 'mandat personas'."),
                     {{"persona", std::string(id)}});
}

absl::StatusOr<std::string> SignToken(const Settings& settings, access::Actor actor,
                                      absl::Duration lifetime, absl::Time now) {
  ASSIGN_OR_RETURN(const std::string folder,
                   settings.Require("MANDAT_KEYS", "the folder of 'mandat token init'"));
  ASSIGN_OR_RETURN(const std::string issuer,
                   settings.Require("MANDAT_ISSUER", "the issuer that the servers trust"));
  ASSIGN_OR_RETURN(const std::string audience,
                   settings.Require("MANDAT_AUDIENCE", "the audience that the servers expect"));
  ASSIGN_OR_RETURN(const auto signer, access::TokenSigner::Open(SigningKeyPath(folder)));
  actor.expires = now + lifetime;
  return signer.Sign(actor, issuer, audience, now);
}

std::string SigningKeyPath(absl::string_view folder) {
  return absl::StrCat(folder, "/signing.jwk");
}

}  // namespace mandat::cli
