# Every library that Mandat uses, as an imported target. All come from Debian's packages (deploy/packages).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(mandat_pkg target module)
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET ${module})
  add_library(dep::${target} ALIAS PkgConfig::${target})
endfunction()

mandat_pkg(protobuf protobuf)
mandat_pkg(sqlite sqlite3)
mandat_pkg(postgres libpq)
# Debian's own CMake files of nats.c name a static library that is not shipped.
mandat_pkg(nats libnats)
mandat_pkg(sodium libsodium)
mandat_pkg(cjose cjose)
mandat_pkg(curl libcurl)
mandat_pkg(openssl libcrypto)
mandat_pkg(xlsxwriter xlsxwriter)
mandat_pkg(zlib zlib)

# What the programs of services allocate with. glibc's own puts its free lists in order whenever somebody wants a
# kilobyte, and every command does (services/DECISIONS.md, 13). Sanitizers bring one of their own.
add_library(mandat_malloc INTERFACE)
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  find_library(MIMALLOC mimalloc REQUIRED)
  target_link_libraries(mandat_malloc INTERFACE ${MIMALLOC})
endif()
add_library(dep::malloc ALIAS mandat_malloc)

find_package(absl REQUIRED)
find_package(Boost 1.81 REQUIRED)  # headers alone
find_package(gRPC QUIET CONFIG)
if(TARGET gRPC::grpc++)
  add_library(dep::grpc ALIAS gRPC::grpc++)
  add_library(dep::grpc_reflection ALIAS gRPC::grpc++_reflection)
else()
  mandat_pkg(grpc grpc++)
endif()
find_package(spdlog REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark QUIET)
find_program(PROTOC protoc REQUIRED)
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
