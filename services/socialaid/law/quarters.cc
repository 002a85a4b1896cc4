#include "services/socialaid/law/quarters.h"

namespace mandat::socialaid::law {

FullQuarters FullQuarters::In(DaySpan span) {
  // A quarter lacks no working day where the span only lacks the Sunday at its edge.
  if (IsSunday(span.first - 1)) --span.first;
  if (IsSunday(span.last + 1)) ++span.last;
  FullQuarters quarters{QuarterOf(span.first), QuarterOf(span.last)};
  if (FirstDayOf(quarters.first) < span.first) ++quarters.first;
  if (FirstDayOf(quarters.last + 1) - 1 > span.last) --quarters.last;
  return quarters;
}

}  // namespace mandat::socialaid::law
