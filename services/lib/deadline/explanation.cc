#include "services/lib/deadline/explanation.h"

#include <optional>
#include <vector>

#include "services/lib/base/phrase.h"
#include "services/lib/deadline/sentences.h"

namespace mandat::deadline {
namespace {

using base::Figure;
using common::v1::LocalizedText;
using Kind = Step::Kind;

// More closed days than these are told by their number.
constexpr size_t kTitlesMost = 6;

LocalizedText WordsOf(const Amount& amount) {
  const auto& phrase = [&]() -> const base::Phrase& {
    switch (amount.unit) {
      case common::v1::DEADLINE_UNIT_CLEAR_DAYS:
        return sentences::kClearDays;
      case common::v1::DEADLINE_UNIT_WORKING_DAYS:
        return sentences::kWorkingDays;
      case common::v1::DEADLINE_UNIT_MONTHS:
        return sentences::kMonths;
      default:
        return sentences::kCalendarDays;
    }
  }();
  return base::Say(phrase, {{"count", amount.count}});
}

// The closed days from `first` to `last`; nothing where there is none.
std::optional<LocalizedText> ClosedDays(const Calendar& calendar, absl::CivilDay first,
                                        absl::CivilDay last) {
  int weekly = 0;
  int more = 0;
  std::vector<LocalizedText> parts;
  for (absl::CivilDay day = first; day <= last; ++day) {
    if (calendar.IsOpen(day)) continue;
    const std::optional<LocalizedText> title = calendar.TitleOf(day);
    if (!title.has_value()) {
      ++weekly;
    } else if (parts.size() == kTitlesMost) {
      ++more;
    } else {
      parts.push_back(
          base::Say(sentences::kClosedDay, {{"day", Figure::Weekday(day)}, {"title", *title}}));
    }
  }
  if (more > 0) parts.push_back(base::Say(sentences::kMoreClosedDays, {{"count", more}}));
  if (weekly > 0) {
    parts.insert(parts.begin(), base::Say(sentences::kWeeklyClosings, {{"count", weekly}}));
  }
  if (parts.empty()) return std::nullopt;
  return base::Listing(parts);
}

LocalizedText Counted(const Step& step, bool back, const Calendar& calendar) {
  base::Figures figures = {{"amount", WordsOf(step.amount)}, {"day", Figure::Weekday(step.result)}};
  std::optional<LocalizedText> closed;
  if (step.amount.unit == common::v1::DEADLINE_UNIT_WORKING_DAYS) {
    closed = back ? ClosedDays(calendar, step.result, step.day - 1)
                  : ClosedDays(calendar, step.day + 1, step.result);
  }
  if (!closed.has_value()) {
    return base::Say(back ? sentences::kCountedBack : sentences::kCounted, figures);
  }
  figures.emplace("closed", *closed);
  return base::Say(back ? sentences::kCountedBackOpen : sentences::kCountedOpen, figures);
}

LocalizedText SentenceOf(const Step& step, const common::v1::DeadlineRule& rule,
                         const Calendar& calendar) {
  const Figure day = Figure::Weekday(step.day);
  const Figure result = Figure::Weekday(step.result);
  const auto why = [&] {
    return calendar.TitleOf(step.day).value_or(base::Say(sentences::kWeeklyClosing, {}));
  };
  switch (step.kind) {
    case Kind::kReceivedLate:
      return base::Say(sentences::kReceivedLate,
                       {{"from", day},
                        {"time", Figure::TimeOfDay(step.minutes)},
                        {"cut_off", Figure::TimeOfDay(rule.cut_off_minutes())},
                        {"start", result}});
    case Kind::kReceivedOnClosedDay:
      return base::Say(sentences::kReceivedOnClosedDay,
                       {{"from", day}, {"why", why()}, {"start", result}});
    case Kind::kStarts:
      return base::Say(sentences::kStarts, {{"start", day}});
    case Kind::kStartsAndEnds:
      return base::Say(sentences::kStartsAndEnds, {{"start", day}});
    case Kind::kCountsBack:
      return base::Say(sentences::kCountsBack, {{"start", day}});
    case Kind::kExtended:
      return base::Say(sentences::kExtended,
                       {{"amount", WordsOf(step.amount)}, {"reason", *step.reason}});
    case Kind::kPaused:
      return base::Say(sentences::kPaused, {{"from", day},
                                            {"to", result},
                                            {"reason", *step.reason},
                                            {"left", WordsOf(step.amount)}});
    case Kind::kContinues:
      return base::Say(sentences::kContinues, {{"start", day}});
    case Kind::kRestarts:
      return base::Say(sentences::kRestarts, {{"start", day}});
    case Kind::kStandsStill:
      return base::Say(sentences::kStandsStill,
                       {{"from", day}, {"reason", *step.reason}, {"left", WordsOf(step.amount)}});
    case Kind::kPausedTooLate:
      return base::Say(sentences::kPausedTooLate, {{"from", day}});
    case Kind::kCounted:
      return Counted(step, CountsBack(rule), calendar);
    case Kind::kFarDay:
      return base::Say(sentences::kFarDay, {{"day", result}});
    case Kind::kMoved:
      return base::Say(sentences::kMoved, {{"day", day}, {"why", why()}, {"due", result}});
    case Kind::kLastDay:
      return base::Say(sentences::kLastDay, {{"due", day}});
  }
  return LocalizedText();
}

LocalizedText WhatSilenceMeans(common::v1::SilenceEffect effect) {
  switch (effect) {
    case common::v1::SILENCE_EFFECT_GRANTED:
      return base::Say(sentences::kGranted, {});
    case common::v1::SILENCE_EFFECT_REFUSED:
      return base::Say(sentences::kRefused, {});
    case common::v1::SILENCE_EFFECT_ENFORCEABLE:
      return base::Say(sentences::kEnforceable, {});
    default:
      return LocalizedText();
  }
}

}  // namespace

LocalizedText Explain(const Reckoning& reckoning, const common::v1::DeadlineRule& rule,
                      const Calendar& calendar) {
  LocalizedText told;
  for (const Step& step : reckoning.steps) {
    base::AppendSentence(SentenceOf(step, rule, calendar), &told);
  }
  if (!reckoning.due.has_value()) return told;
  base::AppendSentence(WhatSilenceMeans(rule.silence_effect()), &told);
  if (!rule.legal_reference().empty()) {
    base::AppendSentence(
        base::Say(sentences::kReference, {{"reference", Figure::Verbatim(rule.legal_reference())}}),
        &told);
  }
  return told;
}

}  // namespace mandat::deadline
