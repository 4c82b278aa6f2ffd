# How every target of the project is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
  endif()
endif()

# The sloppiness is what precompiled headers need to be cached at all.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

add_library(tamis_options INTERFACE)
target_compile_options(tamis_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion
  -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${TAMIS_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Plain -Wshadow also reports scoped enumerators. The others are reported by GCC 12 inside the
  # standard library's own inlined code.
  target_compile_options(tamis_options INTERFACE -Wshadow=local -Wno-maybe-uninitialized
    -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-dangling-pointer
    # An unnamed namespace is no header's because another source includes it.
    $<$<BOOL:${TAMIS_UNITY}>:-Wno-subobject-linkage>)
else()
  # Clang reports what GCC's standard library does inside itself as a use of ours.
  target_compile_options(tamis_options INTERFACE -Wshadow -Wno-deprecated-declarations)
endif()

if(TAMIS_SANITIZE)
  add_compile_definitions(TAMIS_SANITIZED)
  add_compile_options(-fsanitize=${TAMIS_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TAMIS_SANITIZE})
endif()
if(TAMIS_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "TAMIS_FUZZ needs clang, whose libFuzzer it links")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Reading the standard library takes most of the time of compiling a file of ours. The preset `tidy`
# goes without, and so finds a file that does not include what it uses.
option(TAMIS_PCH "Precompile the headers of the standard library" ${PROJECT_IS_TOP_LEVEL})
if(TAMIS_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
function(tamis_precompile target)
  if(TAMIS_PCH)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <charconv> <cstdint>
      <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <unordered_map>
      <utility> <variant> <vector> <fmt/format.h>)
  endif()
endfunction()

# Most of the time goes into what sources instantiate alike, so a dozen of them at once take half of
# it; a change of one, though, takes the time of the dozen. clang-tidy is to see each by itself.
option(TAMIS_UNITY "Compile sources by the dozen" OFF)
function(tamis_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${TAMIS_UNITY} UNITY_BUILD_BATCH_SIZE 12)
endfunction()

# tamis_library(NAME SOURCES … PUBLIC … PRIVATE …): a static library of one folder, with its
# public headers.
function(tamis_library name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(${name} STATIC ${ARG_SOURCES})
  add_library(tamis::${name} ALIAS ${name})
  target_include_directories(${name}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC}
    PRIVATE $<BUILD_INTERFACE:tamis_options> ${ARG_PRIVATE})
  tamis_precompile(${name})
  tamis_unity(${name})
endfunction()
