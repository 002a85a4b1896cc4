#ifndef SERVICES_LIB_TESTING_FREE_PORT_H_
#define SERVICES_LIB_TESTING_FREE_PORT_H_

// Ports for servers that cannot be told to choose one themselves.

namespace mandat::testing {

// A TCP port of 127.0.0.1 on which nobody listens now; 0 if there is none. Another process may take
// it before the caller does: start, and try another if that fails.
int FreePort();

// Whether somebody accepts connections on this port of 127.0.0.1.
bool PortAnswers(int port);

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_FREE_PORT_H_
