// The constructors of shell text, one row each, and what makes their values.
//
// A maker reports what is wrong with its arguments and gives nullopt. Too few or too many arguments
// never reach it.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/value.h>

#include "compiler/values/value_reader.h"

namespace tamis::values {

class Call;
using Made = std::optional<Value>;

// How a constructor is called, and what makes its value.
struct Constructor {
  std::string_view name;
  std::size_t least = 1, most = 1;
  Made (*make)(Call&);
  std::string_view takes;    // to follow "takes"
  std::string_view example;  // a whole call
  bool now_without_arguments = false;
};

// One call being read.
class Call {
 public:
  Call(ValueReader& reader, std::uint32_t node, std::uint32_t depth,
       const Constructor& constructor);

  Made read();

  std::size_t count() const { return nodes_.size(); }
  const SyntaxNode& at(std::size_t i) const { return reader_.tree()[nodes_[i]]; }
  bool is_text(std::size_t i) const { return at(i).kind == SyntaxKind::String; }

  // Says that argument `i` is wrong; `label` says why.
  std::nullopt_t wrong(std::size_t i, std::string label = {});
  // Any value; nullopt has been reported.
  Made value(std::size_t i) { return reader_.read(nodes_[i], depth_); }
  std::optional<std::string_view> text(std::size_t i);
  // A number of any type, or a constructor's, that is whole and within first..last.
  std::optional<std::int64_t> whole(std::size_t i, std::int64_t first, std::int64_t last);

  Reporter& report() { return reader_.report(); }

 private:
  std::nullopt_t complain(SourceSpan span, std::string label);

  ValueReader& reader_;
  const SyntaxNode& syntax_;
  std::uint32_t depth_;
  const Constructor& constructor_;
  std::vector<std::uint32_t> nodes_;
};

constexpr std::int64_t kInt64Min = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kInt32Min = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kUint32Max = std::numeric_limits<std::uint32_t>::max();

Made make_object_id(Call& call);
Made make_object_id_from_base64(Call& call);
Made make_object_id_from_time(Call& call);
Made make_date(Call& call);
Made make_date_of_parts(Call& call);
Made make_timestamp(Call& call);
Made make_int32(Call& call);
Made make_int64(Call& call);
Made make_double(Call& call);
Made make_decimal(Call& call);
Made make_uuid(Call& call);
Made make_bin_data(Call& call);
Made make_hex_data(Call& call);
Made make_binary_from_base64(Call& call);
Made make_binary_from_hex(Call& call);
Made make_md5(Call& call);
Made make_buffer(Call& call);
Made make_binary(Call& call);
Made make_code(Call& call);
Made make_db_ref(Call& call);
Made make_regex(Call& call);
Made make_symbol(Call& call);
Made make_db_pointer(Call& call);

}  // namespace tamis::values
