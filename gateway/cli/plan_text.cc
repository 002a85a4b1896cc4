#include "gateway/cli/plan_text.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/number_order.h"

namespace mandat::cli {
namespace {

using objectives::v1::Indicator;
using objectives::v1::Objective;
using objectives::v1::Target;

// The text with at most so many characters; its bytes are UTF-8.
std::string Cut(const std::string& text, size_t width) {
  size_t characters = 0;
  size_t last_fit = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (!begins) continue;
    if (++characters == width) last_fit = i;
    if (characters > width) return text.substr(0, last_fit) + "…";
  }
  return text;
}

class Tree {
 public:
  Tree(const PlanParts& parts, const Reading& reading) : parts_(parts), reading_(reading) {}

  std::string Draw() {
    const auto& plan = parts_.plan;
    const absl::string_view state =
        absl::StripPrefix(objectives::v1::PlanState_Name(plan.state()), "PLAN_STATE_");
    Line("", absl::StrCat(Said(plan.title()), " (", absl::AsciiStrToLower(state), ", ",
                          base::ToIso(base::ToDay(plan.period().start_date())), " to ",
                          base::ToIso(base::ToDay(plan.period().end_date())), ")"));
    Below("", "");
    return text_;
  }

 private:
  absl::string_view Said(const common::v1::LocalizedText& text) const {
    return base::Pick(text, reading_.language);
  }

  void Line(const std::string& indent, const std::string& line) {
    const std::string whole = indent + line;
    absl::StrAppend(&text_, reading_.width == 0 ? whole : Cut(whole, reading_.width), "\n");
  }

  // What measures the objective of this name, then what is part of it; empty = the whole plan.
  void Below(const std::string& objective, const std::string& indent) {
    std::vector<const Indicator*> measured;
    for (const Indicator& one : parts_.indicators) {
      if (!objective.empty() && one.objective() == objective) measured.push_back(&one);
    }
    std::vector<const Objective*> inner;
    for (const Objective& one : parts_.objectives) {
      if (one.parent() == objective) inner.push_back(&one);
    }
    std::sort(measured.begin(), measured.end(), [](const Indicator* a, const Indicator* b) {
      return base::NumberComesBefore(a->number(), b->number());
    });
    std::sort(inner.begin(), inner.end(), [](const Objective* a, const Objective* b) {
      if (a->level() != b->level()) return a->level() < b->level();
      return base::NumberComesBefore(a->number(), b->number());
    });
    for (size_t i = 0; i < measured.size(); ++i) {
      const bool last = i + 1 == measured.size() && inner.empty();
      Draw(*measured[i], indent, last);
    }
    for (size_t i = 0; i < inner.size(); ++i) {
      const bool last = i + 1 == inner.size();
      Line(indent + (last ? "└─ " : "├─ "),
           absl::StrCat(inner[i]->number(), " ", Said(inner[i]->title())));
      Below(inner[i]->name(), indent + (last ? "   " : "│  "));
    }
  }

  void Draw(const Indicator& indicator, const std::string& indent, bool last) {
    const bool computed = indicator.source() == objectives::v1::VALUE_SOURCE_COMPUTED;
    Line(indent + (last ? "└─ " : "├─ "),
         absl::StrCat(indicator.number(), " ", Said(indicator.title()),
                      computed ? " (computed)" : ""));
    for (const Target& target : parts_.targets) {
      if (target.indicator() != indicator.name()) continue;
      Line(indent + (last ? "   " : "│  "), absl::StrCat("→ ", Said(target.words())));
    }
  }

  const PlanParts& parts_;
  const Reading& reading_;
  std::string text_;
};

}  // namespace

std::string PlanTree(const PlanParts& parts, const Reading& reading) {
  return Tree(parts, reading).Draw();
}

}  // namespace mandat::cli
