#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_NAMES_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_NAMES_H_

// What measurements are called: by what they are values of, so that there is one for each.

#include <string>
#include <vector>

#include "mandat/objectives/v1/measurement.pb.h"

namespace mandat::objectives::measurements {

// Of a measurement whose indicator, period and dimensions are in order: `measurements/i1-2026`,
// `i1-2026-q1`, `i1-2026-03`, `i1-20240101-20281231` of any other period. With dimensions, and
// where it would be longer than an id, it is cut and ends in a digest. Those of an indicator sort
// by period.
std::string NameOf(const v1::Measurement& measurement);

// `office=namur;sex=f`; empty for the whole. Whatever their order was.
std::string DimensionsText(const v1::Measurement& measurement);

// Puts them in the order of their keys.
void SortDimensions(v1::Measurement* measurement);

}  // namespace mandat::objectives::measurements

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_NAMES_H_
