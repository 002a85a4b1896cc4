#include "services/objectives/assessment/progress.h"

#include "services/lib/base/phrase.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/assessment/words.h"

namespace mandat::objectives {
namespace {

using base::Phrase;

constexpr Phrase kProgress = {
    "Avancement : {progress} %, moyenne pondérée de {known} {known|partie|parties}.",
    "Voortgang: {progress} %, gewogen gemiddelde van {known} {known|deel|delen}.",
    "Fortschritt: {progress} %, gewichteter Mittelwert von {known} {known|Teil|Teilen}.",
    "Progress: {progress}%, weighted mean of {known} {known|part|parts}."};
constexpr Phrase kMissing = {
    "{missing} {missing|partie est|parties sont} sans chiffre et n'y {missing|compte|comptent} pas "
    "; "
    "{weight} % du poids est connu.",
    "{missing} {missing|deel heeft|delen hebben} geen cijfer en {missing|telt|tellen} niet mee; "
    "{weight} % van het gewicht is bekend.",
    "{missing} {missing|Teil hat|Teile haben} keine Zahl und {missing|zählt|zählen} nicht mit; "
    "{weight} % des Gewichts sind bekannt.",
    "{missing} {missing|part has|parts have} no figure and {missing|does|do} not count; {weight}% "
    "of "
    "the weight is known."};
constexpr Phrase kNothing = {"Aucune partie n'a de chiffre.", "Geen enkel deel heeft een cijfer.",
                             "Kein Teil hat eine Zahl.", "No part has a figure."};

}  // namespace

int64_t WeightOf(int32_t stored) { return stored == 0 ? 1 : stored; }

v1::Progress ProgressOf(absl::Span<const Part> parts) {
  v1::Progress result;
  int64_t weighed = 0, known = 0, all = 0;
  for (const Part& part : parts) {
    if (part.weight == 0) continue;
    all += part.weight;
    if (!part.progress_permille.has_value()) {
      result.add_missing(part.name);
      continue;
    }
    result.set_known_count(result.known_count() + 1);
    known += part.weight;
    weighed += part.weight * *part.progress_permille;
  }
  if (known == 0) {
    *result.mutable_words() = base::Say(kNothing, {});
    return result;
  }
  result.set_progress_permille(static_cast<int32_t>(weighed / known));
  result.set_known_weight_permille(static_cast<int32_t>(known * kWhole / all));
  *result.mutable_words() = base::Say(kProgress, {{"progress", Percent(result.progress_permille())},
                                                  {"known", result.known_count()}});
  if (result.missing_size() > 0) {
    base::AppendSentence(base::Say(kMissing, {{"missing", result.missing_size()},
                                              {"weight", Percent(result.known_weight_permille())}}),
                         result.mutable_words());
  }
  return result;
}

}  // namespace mandat::objectives
