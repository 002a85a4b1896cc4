#ifndef SERVICES_LIB_RUNTIME_SECRET_H_
#define SERVICES_LIB_RUNTIME_SECRET_H_

// A value that cannot be printed by mistake.

#include <ostream>
#include <string>
#include <utility>

namespace mandat::runtime {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  bool empty() const { return value_.empty(); }
  // For the one place that uses it.
  const std::string& Reveal() const { return value_; }

  friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

 private:
  std::string value_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SECRET_H_
