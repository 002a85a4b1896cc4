#ifndef SERVICES_LIB_DISCLOSURE_SUPPRESSION_H_
#define SERVICES_LIB_DISCLOSURE_SUPPRESSION_H_

// Statistical disclosure control of tables of counts: which cells must be hidden so that nobody
// learns of fewer than five people, not even by subtraction.
//
// Primary suppression: counts of 1 to 4 are hidden; 0 is shown, as it is about nobody. Secondary
// suppression: where a table adds up to a total that is shown, one hidden cell would be the total
// less the others, and two small ones with the sum 8 are 4 and 4. So where their sum does not leave
// every small cell each of its values, cells of five or more are hidden with them until it does.
// Where a table has none left, it is withheld as a whole.
//
// Which cells are hidden besides depends on their places and never on how large they are: "the
// smallest one" would tell whoever knows the procedure that it is smaller than what is shown, and
// that was enough to find both cells of {5, hidden, hidden} with the sum 13.
//
// Tables hang together as a tree: a cell that is shown may be the total of other tables. A table
// below a hidden cell is withheld. Tables that share nothing but totals tell nothing about each
// other's cells.
//
// What is promised, each by a test that tries all tables: a hidden cell may have five values or
// more for all that arithmetic can tell, and three or more for who knows the procedure. It is about
// one publication: who sees two a moment apart sees what happened between them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

namespace mandat::disclosure {

// The fewest that are shown.
inline constexpr int64_t kFewestShown = 5;

// Whether a count tells nothing of a few.
constexpr bool MayShow(int64_t count) { return count == 0 || count >= kFewestShown; }

// What of a table is hidden.
struct Suppression {
  // Nothing of it is told: every cell is hidden, those of 0 too, and so is which cells there are.
  bool withheld = false;
  // By cell; all true where it is withheld.
  std::vector<bool> hidden;

  bool all_shown() const;
};

// Of a table with these counts (0 or more each), whose sum is told wherever MayShow() allows. Cells
// are hidden besides from the one after the first small one on, and around; `spared`, where it is
// the place of a cell, only when no other is left: it is the total of other tables. Cells of 0 do
// not matter to the others.
Suppression Suppress(absl::Span<const int64_t> counts, std::optional<size_t> spared = std::nullopt);

// Of a table whose sum is the count of a cell that is hidden.
Suppression Withhold(size_t cells);

// Growth from one count to another in hundredths of a percent, rounded half up: 8,606 to 10,294 is
// 1961. Nothing where there was none before. Counts up to 10^13.
std::optional<int64_t> GrowthHundredths(int64_t before, int64_t now);

// part / whole in thousandths, rounded half up; nothing of nothing. Counts up to 10^13.
std::optional<int32_t> SharePermille(int64_t part, int64_t whole);

}  // namespace mandat::disclosure

#endif  // SERVICES_LIB_DISCLOSURE_SUPPRESSION_H_
