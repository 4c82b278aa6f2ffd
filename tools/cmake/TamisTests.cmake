# Tests: one program a folder, one CTest entry a file.
#
# A file's entry runs the cases that Catch2 tags with the file's name, so nothing has to be
# discovered by running a program at build time, and names may hold any character. The name of a
# file says what its entry is labelled:
#
#   NAME_test.cc          unit
#   NAME_slow_test.cc     slow      left out of a quick run
#   NAME_threads_test.cc  threads   a program of its own, also run under ThreadSanitizer
find_package(Catch2 REQUIRED)
find_program(TAMIS_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(TAMIS_PYTHON NAMES python3 REQUIRED)

# Catch2 3 fails by itself when a name selects nothing.
set(TAMIS_CATCH_OPTIONS --filenames-as-tags)
if(Catch2_VERSION VERSION_LESS 3)
  list(APPEND TAMIS_CATCH_OPTIONS --warn NoTests)
endif()

# What a test may ask of its surroundings: TAMIS, the path of the command.
set(TAMIS_TEST_ENVIRONMENT
  UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1)
if(TARGET tamis)
  list(APPEND TAMIS_TEST_ENVIRONMENT TAMIS=$<TARGET_FILE:tamis>)
endif()

add_custom_target(tamis_threads_tests)

function(tamis_test_properties test label)
  set_tests_properties(${test} PROPERTIES LABELS ${label} TIMEOUT 900
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} ENVIRONMENT "${TAMIS_TEST_ENVIRONMENT}")
endfunction()

function(tamis_test_program program folder)
  add_executable(${program} ${ARGN})
  target_link_libraries(${program} PRIVATE tamis_test_support)
  if(TAMIS_PCH)
    # Code of an executable and of a library cannot share a precompiled header otherwise.
    set_target_properties(${program} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_precompile_headers(${program} REUSE_FROM tamis_test_headers)
  endif()
  foreach(source IN LISTS ARGN)
    get_filename_component(file ${source} NAME_WE)
    string(REGEX REPLACE "_test$" "" name ${file})
    set(label unit)
    if(name MATCHES "_(slow|threads)$")
      set(label ${CMAKE_MATCH_1})
    endif()
    add_test(NAME ${folder}/${name}
      COMMAND ${program} ${TAMIS_CATCH_OPTIONS} "[#${file}]")
    tamis_test_properties(${folder}/${name} ${label})
  endforeach()
endfunction()

# tamis_tests(FOLDER): the *_test.cc files of a folder of tests/.
function(tamis_tests folder)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*_test.cc)
  set(threads ${sources})
  list(FILTER threads INCLUDE REGEX "_threads_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_threads_test\\.cc$")
  if(sources)
    tamis_test_program(test_${folder} ${folder} ${sources})
  endif()
  if(threads)
    tamis_test_program(test_${folder}_threads ${folder} ${threads})
    add_dependencies(tamis_threads_tests test_${folder}_threads)
  endif()
endfunction()

# tamis_script_test(NAME LABEL COMMAND…): a test that is a script, run from the source folder.
# Those labelled `source` look at sources only, so one build's run of them is enough.
function(tamis_script_test name label)
  add_test(NAME ${name} COMMAND ${ARGN})
  tamis_test_properties(${name} ${label})
endfunction()
