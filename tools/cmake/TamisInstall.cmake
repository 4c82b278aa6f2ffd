# What `cmake --install` lays down of the library: headers, static libraries, a CMake package, a
# pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(installed tamis_all tamis_grammar tamis_compiler)
foreach(backend mongodb sqlite predicate)
  if(TARGET tamis_${backend})
    list(APPEND installed tamis_${backend})
    list(APPEND backends ${backend})
  endif()
endforeach()
install(TARGETS ${installed} EXPORT tamisTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
# `.load` finds an extension by its path, so it stands in a folder of its own.
install(TARGETS tamis_sqlite_module LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/tamis)
install(DIRECTORY grammar/include/tamis compiler/include/tamis backends/include/tamis
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/tamis)
install(EXPORT tamisTargets NAMESPACE tamis:: DESTINATION ${package})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/tamisConfig.cmake.in
  ${PROJECT_BINARY_DIR}/tamisConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tamisConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tamisConfig.cmake ${PROJECT_BINARY_DIR}/tamisConfigVersion.cmake
  DESTINATION ${package})

# The archives in the order in which a linker needs them.
set(TAMIS_ARCHIVES)
foreach(library ${backends} compiler grammar)
  string(APPEND TAMIS_ARCHIVES " -ltamis_${library}")
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/tamis.pc.in ${PROJECT_BINARY_DIR}/tamis.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tamis.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
