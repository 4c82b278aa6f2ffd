// One table per family of codes; catalog.cc joins and sorts them.
#pragma once

#include <tamis/catalog.h>

namespace tamis::catalog_families {

std::span<const CatalogEntry> syntax();      // E001-E049, from grammar
std::span<const CatalogEntry> values();      // E050-E069: Extended JSON, BSON
std::span<const CatalogEntry> files();       // E080-E089: suites and settings
std::span<const CatalogEntry> conditions();  // E1xx: shape and operators; T0xx: types
std::span<const CatalogEntry> schemas();     // T1xx
std::span<const CatalogEntry> limits();      // X
std::span<const CatalogEntry> lint();        // L, from each rule's RuleInfo
std::span<const CatalogEntry> backends();    // B

}  // namespace tamis::catalog_families
