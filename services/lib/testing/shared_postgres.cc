#include "services/lib/testing/shared_postgres.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

namespace mandat::testing {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> made) {
  if (!made.ok()) {
    std::cerr << made.status() << std::endl;
    std::exit(1);
  }
  return *std::move(made);
}

}  // namespace

TemporaryPostgres& SharedPostgres() {
  static const std::unique_ptr<TemporaryPostgres> cluster = OrDie(TemporaryPostgres::Create());
  return *cluster;
}

std::string NewPostgresDatabase() { return OrDie(SharedPostgres().NewDatabase()); }

}  // namespace mandat::testing
