#ifndef TESTS_SUPPORT_RUNNING_SOCIAL_AID_H_
#define TESTS_SUPPORT_RUNNING_SOCIAL_AID_H_

// The released program mandat-socialaid, which most tests of the whole are about.

#include "mandat/socialaid/v1/legal_parameter_service.grpc.pb.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "tests/support/running_service.h"

namespace mandat::testing {

using RunningSocialAid = RunningService;
using SocialAidOptions = RunningOptions;

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_RUNNING_SOCIAL_AID_H_
