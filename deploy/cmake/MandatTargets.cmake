# How targets are declared: mandat_library, mandat_program, mandat_test.
include(GoogleTest)

# A test need not be fast; what it tests is as it is released.
add_library(mandat_test_options INTERFACE)
target_compile_options(mandat_test_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-O0>)

include(MandatPrecompiled)

set(MANDAT_WARNINGS -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Werror)
option(MANDAT_WERROR "Warnings are errors" ON)
if(NOT MANDAT_WERROR)
  list(REMOVE_ITEM MANDAT_WARNINGS -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  list(APPEND MANDAT_WARNINGS -Wthread-safety)
endif()

function(_mandat_common name)
  target_compile_options(${name} PRIVATE ${MANDAT_WARNINGS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
endfunction()

# mandat_library(name SOURCES … [USES target…]): one folder, one library, one purpose. USES is the layer check: what is
# not linked cannot be used.
function(mandat_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  _mandat_common(${name})
  mandat_precompile(${name} code)
  target_include_directories(${name} SYSTEM PUBLIC ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(${name} PUBLIC ${ARG_USES})
endfunction()

# mandat_program(name SOURCES … USES …)
function(mandat_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  _mandat_common(${name})
  mandat_precompile(${name} code)
  target_link_libraries(${name} PRIVATE ${ARG_USES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# mandat_test(name LABEL unit|component|store|integration|… SOURCES … USES … [TIMEOUT seconds] [OPTIMISED])
# One CTest entry a program; each program prints its own cases. Data files of tests are found under MANDAT_SOURCE_DIR.
# OPTIMISED is for a test that computes for long by itself.
function(mandat_test name)
  cmake_parse_arguments(ARG "OPTIMISED" "LABEL;TIMEOUT" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  _mandat_common(${name})
  target_link_libraries(${name} PRIVATE ${ARG_USES} GTest::gmock GTest::gtest_main)
  if(ARG_OPTIMISED)
    mandat_precompile(${name} code)
  else()
    mandat_precompile(${name} tests)
    target_link_libraries(${name} PRIVATE mandat_test_options)
  endif()
  target_compile_definitions(${name} PRIVATE MANDAT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                             MANDAT_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(CMAKE_CXX_CLANG_TIDY)  # tables of cases are long, and a test need not be fast
    set_target_properties(${name} PROPERTIES CXX_CLANG_TIDY
      "${CMAKE_CXX_CLANG_TIDY};--checks=-readability-function-size,-performance-inefficient-vector-operation")
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# mandat_migrations(target namespace_header FOLDER dir): the numbered SQL files of a folder, as a C++ table.
function(mandat_migrations target symbol folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/[0-9][0-9][0-9][0-9]_*.sql)
  list(SORT files)
  set(out ${CMAKE_BINARY_DIR}/generated/migrations/${symbol}.cc)
  set(text "#include \"services/lib/ledger/migration.h\"\nnamespace mandat::ledger {\n")
  string(APPEND text "const std::vector<Migration>& ${symbol}() {\n  static const auto& all = *new std::vector<Migration>{\n")
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME)
    file(READ ${file} sql)
    string(APPEND text "      {\"${name}\", R\"SQL(${sql})SQL\"},\n")
  endforeach()
  string(APPEND text "  };\n  return all;\n}\n}  // namespace mandat::ledger\n")
  file(GENERATE OUTPUT ${out} CONTENT "${text}")
  target_sources(${target} PRIVATE ${out})
endfunction()
