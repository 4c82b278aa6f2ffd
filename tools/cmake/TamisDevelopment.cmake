# Targets for those who work on Tamis itself.
add_custom_target(tidy
  COMMAND ${PROJECT_SOURCE_DIR}/tools/dev/check_tidy ${CMAKE_BINARY_DIR} USES_TERMINAL)
add_custom_target(coverage_report
  COMMAND gcovr --root ${PROJECT_SOURCE_DIR} --filter ${PROJECT_SOURCE_DIR}/grammar/
          --filter ${PROJECT_SOURCE_DIR}/compiler/ --filter ${PROJECT_SOURCE_DIR}/backends/
          --exclude-throw-branches --html-details ${CMAKE_BINARY_DIR}/coverage.html --print-summary
          ${CMAKE_BINARY_DIR}
  USES_TERMINAL)
