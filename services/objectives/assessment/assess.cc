#include "services/objectives/assessment/assess.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/assessment/goals.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/assessment/rhythm.h"
#include "services/objectives/assessment/sentences.h"
#include "services/objectives/assessment/words.h"

namespace mandat::objectives {
namespace {

using base::Figure;
using base::Phrase;
using base::Rational;
using v1::Assessment;
using v1::AssessmentStatus;

constexpr int64_t kOnTrackPermille = 1000;
constexpr int64_t kAtRiskPermille = 800;
constexpr int64_t kMilestoneNearDays = 30;

// From which part of the expected on it is on track, and at risk.
struct Thresholds {
  int64_t on_track = kOnTrackPermille;
  int64_t at_risk = kAtRiskPermille;

  AssessmentStatus StatusOf(int64_t met) const {
    if (met >= on_track) return v1::ASSESSMENT_STATUS_ON_TRACK;
    return met >= at_risk ? v1::ASSESSMENT_STATUS_AT_RISK : v1::ASSESSMENT_STATUS_MISSED;
  }
};

Thresholds ThresholdsOf(const v1::Indicator& indicator) {
  if (indicator.on_track_permille() == 0 && indicator.at_risk_permille() == 0) return {};
  return {indicator.on_track_permille(), indicator.at_risk_permille()};
}

// How the value lies to the deadline.
enum class Moment {
  kRunning,
  // The deadline is over; what speaks for it may still come.
  kAwaited,
  // The value speaks for the deadline.
  kFinal,
  kStale,
};

const Phrase& WhyNoGoal(NoGoal why) {
  switch (why) {
    case NoGoal::kNotAValue:
      return sentences::kNoTarget;
    case NoGoal::kNoBaseline:
      return sentences::kNoBaseline;
    case NoGoal::kNoPositiveBaseline:
      return sentences::kNoPositiveBaseline;
    case NoGoal::kNoFigure:
      return sentences::kNoFigure;
  }
  return sentences::kNoFigure;
}

// One assessment on its way.
class Judgement {
 public:
  Judgement(const v1::Indicator& indicator, const v1::Target& target,
            absl::Span<const PeriodValue> values, const base::Period& plan, absl::CivilDay today)
      : indicator_(indicator),
        target_(target),
        values_(values),
        plan_(plan),
        today_(today),
        end_(EndOf(target, plan)),
        thresholds_(ThresholdsOf(indicator)) {
    *result_.mutable_deadline() = base::ToDate(end_ - 1);
  }

  Assessment Run() {
    if (target_.has_valid_from() && base::ToDay(target_.valid_from()) > today_) {
      return Unknown(sentences::kNotYet, {{"day", base::ToDay(target_.valid_from())}});
    }
    if (target_.has_every()) return OfRhythm(target_.every());
    if (target_.has_continuous()) return Unknown(sentences::kInWords);
    const GoalOrNot goal = GoalOf(indicator_, target_, plan_);
    if (const auto* why = std::get_if<NoGoal>(&goal)) return Unknown(WhyNoGoal(*why));
    TakeValue();
    if (last_ == nullptr) return Unknown(sentences::kNoValue);
    return target_.has_milestone() ? OfMilestone() : OfGoal(std::get<Goal>(goal));
  }

 private:
  void Say(const Phrase& phrase, const base::Figures& figures = {}) {
    base::AppendSentence(base::Say(phrase, figures), result_.mutable_words());
  }

  Assessment With(AssessmentStatus status, const Phrase& verdict,
                  const base::Figures& figures = {}) {
    Say(verdict, figures);
    result_.set_status(status);
    return result_;
  }

  Assessment Unknown(const Phrase& why, const base::Figures& figures = {}) {
    return With(v1::ASSESSMENT_STATUS_UNKNOWN, why, figures);
  }

  Figure Value(const Rational& value, v1::Direction direction) const {
    return WordsOf(value, indicator_.unit(), direction);
  }

  void TakeValue() {
    last_ = LastKnown(values_, today_, end_);
    if (last_ == nullptr) return;
    *result_.mutable_value() = base::ToRational(*last_->value);
    *result_.mutable_value_period() = base::ToPeriod(last_->period);
  }

  // The first day on which the value that is there no longer does.
  absl::CivilDay DueBefore() const {
    return std::min(StaleFrom(*last_, indicator_.frequency()),
                    AnswerDue(end_, indicator_.frequency(), plan_));
  }

  Moment MomentOfValue() const {
    if (today_ >= end_ && SpeaksUntil(*last_) >= end_) return Moment::kFinal;
    if (today_ >= DueBefore()) return Moment::kStale;
    return today_ >= end_ ? Moment::kAwaited : Moment::kRunning;
  }

  Assessment OfGoal(const Goal& goal);
  absl::Status Measure(const Goal& goal);
  void SayFigures(const Goal& goal);
  AssessmentStatus StatusOf(const Goal& goal, Moment moment) const;
  void SayVerdict(const Goal& goal, Moment moment);
  Assessment OfMilestone();
  Assessment OfRhythm(const v1::EveryTarget& every);

  const v1::Indicator& indicator_;
  const v1::Target& target_;
  absl::Span<const PeriodValue> values_;
  const base::Period& plan_;
  absl::CivilDay today_;
  absl::CivilDay end_;
  Thresholds thresholds_;
  const PeriodValue* last_ = nullptr;
  int64_t achieved_ = 0;
  std::optional<Rational> expected_;
  // Of what is expected; absent where nothing is.
  std::optional<int64_t> met_;
  Assessment result_;
};

Assessment Judgement::OfGoal(const Goal& goal) {
  *result_.mutable_target() = base::ToRational(goal.value);
  const Moment moment = MomentOfValue();
  if (moment == Moment::kStale) {
    return Unknown(sentences::kStale, {{"value", Value(*last_->value, goal.direction)},
                                       {"day", last_->period.end - 1},
                                       {"due", DueBefore()}});
  }
  if (!Measure(goal).ok()) return Unknown(sentences::kNoFigure);
  result_.set_achievement_permille(static_cast<int32_t>(achieved_));
  if (met_.has_value()) result_.set_expected_permille(static_cast<int32_t>(*met_));
  if (expected_.has_value()) *result_.mutable_expected() = base::ToRational(*expected_);
  SayFigures(goal);
  result_.set_status(StatusOf(goal, moment));
  SayVerdict(goal, moment);
  return result_;
}

absl::Status Judgement::Measure(const Goal& goal) {
  ASSIGN_OR_RETURN(achieved_, Met(goal.direction, goal.baseline, goal.value, *last_->value));
  ASSIGN_OR_RETURN(expected_, ExpectedAt(goal, SpeaksUntil(*last_)));
  if (!expected_.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(met_, MetOfExpected(goal, *expected_, *last_->value));
  return absl::OkStatus();
}

void Judgement::SayFigures(const Goal& goal) {
  Say(goal.is_kept ? sentences::kKeptValue : sentences::kValue,
      {{"day", last_->period.end - 1},
       {"value", Value(*last_->value, goal.direction)},
       {"target", Value(goal.value, goal.direction)},
       {"by", end_ - 1}});
  if (achieved_ == kWhole) return;
  if (!met_.has_value()) return Say(sentences::kWithoutPath, {{"met", Percent(achieved_)}});
  Say(sentences::kExpected,
      {{"expected", Value(*expected_, goal.direction)}, {"met", Percent(*met_)}});
}

AssessmentStatus Judgement::StatusOf(const Goal& goal, Moment moment) const {
  const bool is_met = achieved_ == kWhole;
  if (is_met && (!goal.is_kept || moment == Moment::kFinal)) return v1::ASSESSMENT_STATUS_REACHED;
  if (moment == Moment::kFinal) return v1::ASSESSMENT_STATUS_MISSED;
  if (is_met) return v1::ASSESSMENT_STATUS_ON_TRACK;
  const AssessmentStatus status = thresholds_.StatusOf(met_.value_or(achieved_));
  const bool is_too_hard = !met_.has_value() && status == v1::ASSESSMENT_STATUS_MISSED;
  return is_too_hard ? v1::ASSESSMENT_STATUS_AT_RISK : status;
}

void Judgement::SayVerdict(const Goal& goal, Moment moment) {
  const base::Figures figures = {{"by", end_ - 1},
                                 {"on_track", Percent(thresholds_.on_track)},
                                 {"at_risk", Percent(thresholds_.at_risk)}};
  switch (result_.status()) {
    case v1::ASSESSMENT_STATUS_REACHED:
      return Say(goal.is_kept ? sentences::kKept : sentences::kReached);
    case v1::ASSESSMENT_STATUS_ON_TRACK:
      return achieved_ == kWhole ? Say(sentences::kKept) : Say(sentences::kOnTrack, figures);
    case v1::ASSESSMENT_STATUS_AT_RISK:
      return Say(sentences::kAtRisk, figures);
    case v1::ASSESSMENT_STATUS_MISSED:
      return Say(moment == Moment::kFinal ? sentences::kMissed : sentences::kBehind, figures);
    default:
      return;
  }
}

Assessment Judgement::OfMilestone() {
  // Whatever later periods count: what was done stays done.
  const bool done = std::any_of(values_.begin(), values_.end(), [this](const PeriodValue& value) {
    return LastKnown({&value, 1}, today_, end_) != nullptr && *value.value >= Rational(1);
  });
  const auto achieved = Permille(*last_->value, 1);
  result_.set_achievement_permille(static_cast<int32_t>(done ? kWhole : achieved.value_or(0)));
  if (done) return With(v1::ASSESSMENT_STATUS_REACHED, sentences::kDone);
  const base::Figures figures = {{"by", end_ - 1}, {"days", end_ - today_}};
  if (today_ < end_) {
    Say(sentences::kNotDone, figures);
    const bool near = end_ - today_ <= kMilestoneNearDays;
    if (near) return With(v1::ASSESSMENT_STATUS_AT_RISK, sentences::kNear, figures);
    result_.set_status(v1::ASSESSMENT_STATUS_ON_TRACK);
    return result_;
  }
  if (SpeaksUntil(*last_) >= end_) {
    return With(v1::ASSESSMENT_STATUS_MISSED, sentences::kNotDoneInTime, figures);
  }
  result_.clear_achievement_permille();
  return Unknown(sentences::kNobodySaid, figures);
}

Assessment Judgement::OfRhythm(const v1::EveryTarget& every) {
  const Rhythm rhythm = RhythmOf(indicator_, every, plan_, values_, today_);
  result_.set_kept_count(rhythm.kept);
  result_.set_missed_count(rhythm.missed);
  const int all = rhythm.kept + rhythm.missed;
  if (all > 0) Say(sentences::kRhythm, {{"kept", rhythm.kept}, {"all", all}});
  if (rhythm.without_value > 0) {
    Say(sentences::kRhythmWithoutValue, {{"count", rhythm.without_value}});
  }
  if (all == 0 && rhythm.without_value == 0) return Unknown(sentences::kNoSpan);
  if (all == 0 || rhythm.last_without_value) {
    result_.set_status(v1::ASSESSMENT_STATUS_UNKNOWN);
    return result_;
  }
  const int64_t achieved = Permille(rhythm.kept, all).value_or(0);
  result_.set_achievement_permille(static_cast<int32_t>(achieved));
  const base::Figures figures = {
      {"by", end_ - 1}, {"on_track", Percent(kWhole)}, {"at_risk", Percent(thresholds_.at_risk)}};
  const bool over = today_ >= end_;
  if (rhythm.missed == 0) {
    return over ? With(v1::ASSESSMENT_STATUS_REACHED, sentences::kReached)
                : With(v1::ASSESSMENT_STATUS_ON_TRACK, sentences::kOnTrack, figures);
  }
  if (over) return With(v1::ASSESSMENT_STATUS_MISSED, sentences::kMissed, figures);
  return achieved >= thresholds_.at_risk
             ? With(v1::ASSESSMENT_STATUS_AT_RISK, sentences::kAtRisk, figures)
             : With(v1::ASSESSMENT_STATUS_MISSED, sentences::kBehind, figures);
}

}  // namespace

Assessment Assess(const v1::Indicator& indicator, const v1::Target& target,
                  absl::Span<const PeriodValue> values, const base::Period& plan,
                  absl::CivilDay today) {
  return Judgement(indicator, target, values, plan, today).Run();
}

}  // namespace mandat::objectives
