// The documents of a case, in every form that some engine reads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <tamis/value.h>
#include <nlohmann/json_fwd.hpp>

namespace tamis::engines {

// A form is made when first asked for and kept. A form that would lose something of a document (a
// repeated key in a JSON tree, a name with NUL in BSON) is null. Not safe from several threads.
class Documents {
 public:
  explicit Documents(std::vector<Value> values);
  Documents(Documents&&) noexcept;
  Documents& operator=(Documents&&) noexcept;
  ~Documents();

  // No two have the same in one run of the program; a moved one keeps its.
  std::uint64_t id() const { return id_; }
  std::size_t size() const { return values_.size(); }
  const std::vector<Value>& values() const { return values_; }
  const std::vector<std::string>* bson() const;
  const std::vector<std::string>* text() const;             // canonical Extended JSON
  const std::vector<nlohmann::ordered_json>* json() const;  // of that text

 private:
  struct Forms;
  std::uint64_t id_;
  std::vector<Value> values_;
  std::unique_ptr<Forms> forms_;
};

}  // namespace tamis::engines
