#ifndef GATEWAY_CLI_FIGURE_TEXT_H_
#define GATEWAY_CLI_FIGURE_TEXT_H_

// Figures and the facts behind them, as people read them.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/table.h"
#include "mandat/common/v1/types.pb.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"

namespace mandat::cli {

// The period that people write: `2026`, `2026-q4`, `2026-11`, or two days,
// `2024-01-01..2028-12-31`. `WRONG_USE`.
absl::StatusOr<common::v1::Period> ParsePeriodText(absl::string_view text);

// As ParsePeriodText reads it, the shortest way.
std::string PeriodText(const common::v1::Period& period);

// A value in a unit: "94.1 %", "1,640", "3,000.00 EUR"; "-" where it is null. What has more
// decimals is rounded half up to one.
std::string ValueText(objectives::v1::Unit unit, const common::v1::Rational* value);

// 875 = "87.5 %".
std::string PermilleText(int64_t permille);

// The value that people write, in a unit: "94.1 %", "1640", "0.5", "7/8". What they give for cents
// is in euros, and no fraction. `WRONG_USE`.
absl::StatusOr<common::v1::Rational> ParseValueText(objectives::v1::Unit unit,
                                                    absl::string_view text);

// A line a period: the figure, what it is a part of, and how long it is beside the others. The last
// line says up to where events count.
std::string FiguresText(const objectives::v1::Indicator& indicator,
                        const std::vector<objectives::v1::Figure>& figures, const Reading& reading);

// A line a fact.
std::string FactText(const objectives::v1::Fact& fact);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_FIGURE_TEXT_H_
