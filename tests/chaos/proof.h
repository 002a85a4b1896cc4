#ifndef TESTS_CHAOS_PROOF_H_
#define TESTS_CHAOS_PROOF_H_

// The proof of recovery that ends every case.

#include "tests/chaos/load.h"
#include "tests/support/event_collector.h"
#include "tests/support/running_social_aid.h"

namespace mandat::chaos {

// How often the service is killed: MANDAT_CHAOS_KILLS, 5 where that is not set. Taken out of the
// environment, since the programs refuse what they do not know.
int Kills();
// Whether somebody asked for more than the short form.
bool IsLong();

// Fails the test unless, of a service that runs and a broker that works:
// - every request is in the log with all versions of `least` and none beyond `most`, in order,
// once;
// - lists show exactly the requests that the log says, each once and in its last state, and the
//   history of each that is looked at agrees;
// - offices of which nobody was told exist whole or not at all;
// - every published event of the log is in the stream, the versions of each resource in order, and
//   had its effect on the subscriber once, byte for byte as the log lists it;
// - `verify` finds nothing.
void ExpectRecovered(testing::RunningSocialAid& service, const Acknowledged& least,
                     const Acknowledged& most, const testing::EventCollector& collector);

// The same for a load that is over: exactly what was acknowledged, and no answer that none may get.
void ExpectRecovered(testing::RunningSocialAid& service, Load& load,
                     const testing::EventCollector& collector);

}  // namespace mandat::chaos

#endif  // TESTS_CHAOS_PROOF_H_
