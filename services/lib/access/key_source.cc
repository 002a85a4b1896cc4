#include "services/lib/access/key_source.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <fstream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::access {
namespace {

constexpr size_t kBytesMax = 256 * 1024;
constexpr long kTimeoutMs = 5000;
constexpr long kConnectTimeoutMs = 2000;

bool IsUrl(const std::string& location) { return absl::StrContains(location, "://"); }

absl::Status Unavailable(const std::string& location, absl::string_view cause) {
  return base::Error(absl::StatusCode::kUnavailable, "KEYS_UNAVAILABLE",
                     absl::StrCat("No keys from ", location, ": ", cause, "."),
                     {{"location", location}});
}

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string value = text;
  curl_free(text);
  return value;
}

bool IsLoopback(const std::string& host) {
  in_addr address = {};
  if (inet_pton(AF_INET, host.c_str(), &address) == 1) {
    return ntohl(address.s_addr) >> 24 == 127;
  }
  return host == "localhost" || host == "[::1]";
}

// Appends what arrives; takes less than was offered, which ends the transfer, once it is too much.
size_t Receive(const char* data, size_t size, size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  const size_t bytes = size * count;
  if (bytes > kBytesMax - body.size()) return 0;
  body.append(data, bytes);
  return bytes;
}

absl::StatusOr<std::string> Fetch(const std::string& location) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> call(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (started != CURLE_OK || call == nullptr) return Unavailable(location, "no HTTP client");
  std::string body;
  CURL* curl = call.get();
  curl_easy_setopt(curl, CURLOPT_URL, location.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTimeoutMs);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  // Plain HTTP is for this machine alone and must not travel to a proxy.
  if (absl::StartsWithIgnoreCase(location, "http:")) curl_easy_setopt(curl, CURLOPT_PROXY, "");
  const CURLcode result = curl_easy_perform(curl);
  if (result != CURLE_OK) return Unavailable(location, curl_easy_strerror(result));
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  if (code != 200) return Unavailable(location, absl::StrCat("HTTP ", code));
  return body;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  const auto size = static_cast<size_t>(file.gcount());
  if (size == 0) return Unavailable(path, "missing or empty");
  if (size > kBytesMax) return Unavailable(path, "too large");
  text.resize(size);
  return text;
}

}  // namespace

absl::Status CheckKeySource(const std::string& location) {
  if (!location.empty() && !IsUrl(location)) return absl::OkStatus();
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, location.c_str(), 0) == CURLUE_OK) {
    const std::string scheme = PartOf(url.get(), CURLUPART_SCHEME);
    if (scheme == "https") return absl::OkStatus();
    if (scheme == "http" && IsLoopback(PartOf(url.get(), CURLUPART_HOST))) return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kInvalidArgument, "KEY_SOURCE_INVALID",
                     "Keys come from a file, from https, or from http on this machine.",
                     {{"location", location}});
}

absl::StatusOr<std::string> ReadKeySource(const std::string& location) {
  RETURN_IF_ERROR(CheckKeySource(location));
  return IsUrl(location) ? Fetch(location) : ReadFile(location);
}

}  // namespace mandat::access
