// A few documents for targets whose input is a condition alone.
#pragma once

#include <vector>

#include <tamis/extended_json.h>

namespace tamis::fuzz {

inline const std::vector<Value>& documents() {
  static const std::vector<Value> all = [] {
    std::vector<Value> values;
    for (const char* text :
         {"{}", R"({"a":null})", R"({"a":1,"b":"x"})", R"({"a":"a","b":[1,2]})",
          R"({"a":[1,"a",null]})", R"({"a":{"b":1},"c":true})", R"({"a":[{"b":1},{"b":[2]}]})",
          R"({"a":[[1]],"b":{"$date":"2024-01-01T00:00:00Z"}})"})
      values.push_back(*parse_extended_json(Source("document", text)));
    return values;
  }();
  return all;
}

}  // namespace tamis::fuzz
