#ifndef GATEWAY_CLI_STATISTICS_TEXT_H_
#define GATEWAY_CLI_STATISTICS_TEXT_H_

// Statistics as people read them: a table with bars for each table that a message has.

#include <string>

#include "gateway/cli/table.h"
#include "google/protobuf/message.h"

namespace mandat::cli {

// Every field of type StatisticsRow, under the name of the field; then every `…_permille` as a
// percentage, beside that of the year before. What is hidden is `…`; tables without rows are left
// out.
std::string StatisticsText(const google::protobuf::Message& statistics, const Reading& reading);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_STATISTICS_TEXT_H_
