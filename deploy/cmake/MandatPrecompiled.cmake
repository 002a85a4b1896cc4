# Most of the time of compiling goes into headers of libraries. GCC keeps them parsed: one file of them for what is
# released and one, with GoogleTest, for tests. The builds with clang do without, and so show every missing include.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(precompiled ON)
endif()
option(MANDAT_PRECOMPILE "Headers of libraries are parsed once" ${precompiled})

function(_mandat_precompiled name)
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/precompiled/${name}.cc CONTENT "// Nothing but its headers.\n")
  add_library(mandat_precompiled_${name} OBJECT ${CMAKE_BINARY_DIR}/generated/precompiled/${name}.cc)
  target_precompile_headers(mandat_precompiled_${name} PRIVATE ${ARGN})
endfunction()

if(MANDAT_PRECOMPILE)
  set(library_headers ${CMAKE_CURRENT_LIST_DIR}/precompiled/libraries.h)
  _mandat_precompiled(code ${library_headers})
  _mandat_precompiled(tests ${library_headers} <gmock/gmock.h>)
  # Tests are compiled with the options of mandat_test, and so must their headers be.
  target_link_libraries(mandat_precompiled_tests PRIVATE mandat_test_options GTest::gmock)
endif()

# mandat_precompile(target code|tests)
function(mandat_precompile target kind)
  if(MANDAT_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM mandat_precompiled_${kind})
  endif()
endfunction()
