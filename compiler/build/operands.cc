// Operands with a shape of their own: $type, $size, $mod and the bit tests.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "compiler/build/builder.h"
#include "compiler/operators.h"
#include "compiler/values/whole_numbers.h"

namespace tamis {
namespace {

constexpr std::string_view kTypeNames[] = {
    "double",    "string",    "object",     "array",   "binData",
    "undefined", "objectId",  "bool",       "date",    "null",
    "regex",     "dbPointer", "javascript", "symbol",  "javascriptWithScope",
    "int",       "timestamp", "long",       "decimal", "minKey",
    "maxKey",    "number"};

// One type by name or code, added to `types`; what is wrong with it otherwise, or "".
std::string add_type(const Value& value, TypeSet& types) {
  if (const auto* name = value.get_if<std::string>()) {
    if (*name == "number") {
      types = types | TypeSet::numbers();
      return "";
    }
    if (const auto type = type_from_name(*name)) {
      types.insert(*type);
      return "";
    }
    const auto guess = nearest(*name, {std::begin(kTypeNames), std::end(kTypeNames)});
    return guess ? fmt::format("unknown type `{}`; did you mean `{}`?", *name, *guess)
                 : fmt::format("unknown type `{}`", *name);
  }
  const auto code = exact_int64(value);
  const bool known = code && (*code == -1 || *code == 127 || (*code >= 1 && *code <= 19));
  if (!known) return "a type is a name such as \"string\", or a code";
  types.insert(static_cast<BsonType>(*code));
  return "";
}

void bits_of_binary(const Binary& binary, std::vector<std::uint32_t>& bits) {
  for (std::size_t i = 0; i < binary.bytes.size(); ++i)
    for (unsigned bit = 0; bit < 8; ++bit)
      if ((static_cast<unsigned char>(binary.bytes[i]) >> bit & 1U) != 0)
        bits.push_back(static_cast<std::uint32_t>(i * 8 + bit));
}

}  // namespace

bool Builder::type(std::uint32_t node, MatchNode& test) {
  if (!literal(node, test.operand)) return false;
  const auto add = [&](const Value& value, SourceSpan span) {
    if (const std::string wrong = add_type(value, test.types); !wrong.empty())
      report_.error("E117", span, wrong, "no type");
  };
  const Array* types = test.operand.value.get_if<Array>();
  if (types == nullptr) {
    add(test.operand.value, test.operand.span);
    return true;
  }
  if (types->empty())
    report_.error("E117", test.operand.span, "`$type` needs at least one type", "empty");
  std::uint32_t child = tree_[node].first_child;
  for (const Value& value : *types) {
    add(value, tree_[child].span);
    child = tree_[child].next_sibling;
  }
  return true;
}

bool Builder::size(std::uint32_t node, MatchNode& test) {
  if (!literal(node, test.operand)) return false;
  const auto count = exact_int64(test.operand.value);
  if (!count || *count < 0 || *count > std::numeric_limits<std::int32_t>::max()) {
    auto entry = report_.error("E118", test.operand.span,
                               "`$size` takes a whole number from 0 to 2147483647",
                               count ? "out of range" : "not a whole number");
    if (is_operator_object(node))
      entry.note("`$size` takes no range")
          .help(
              "for at least n elements ask for element n-1, counted from 0: more than one is "
              "`{\"field.1\": {\"$exists\": true}}`");
    return false;
  }
  test.a = *count;
  return true;
}

bool Builder::mod(std::uint32_t node, MatchNode& test) {
  if (!literal(node, test.operand)) return false;
  const Array* pair = test.operand.value.get_if<Array>();
  if (pair == nullptr || pair->size() != 2) {
    report_.error("E119", test.operand.span, "`$mod` takes `[divisor, remainder]`",
                  pair == nullptr ? "not an array" : "not two numbers");
    return false;
  }
  const auto divisor = truncate_to_int64((*pair)[0]);
  const auto remainder = truncate_to_int64((*pair)[1]);
  const SyntaxNode& first = tree_[tree_[node].first_child];
  if (!divisor || !remainder) {
    report_.error("E119", divisor ? tree_[first.next_sibling].span : first.span,
                  "`$mod` takes two finite numbers", "no such number");
    return false;
  }
  if (*divisor == 0) {
    report_.error("E119", first.span, "the divisor of `$mod` is zero",
                  "zero, once its fraction is cut off");
    return false;
  }
  test.a = *divisor;
  test.b = *remainder;
  return true;
}

bool Builder::bits(std::uint32_t node, MatchNode& test) {
  if (!literal(node, test.operand)) return false;
  const Operand& operand = test.operand;
  const auto complain = [&](SourceSpan span, std::string_view label) {
    report_.error("E120", span,
                  fmt::format("`{}` takes a non-negative whole number, an array of bit positions, "
                              "or binary data",
                              operator_name(test.op)),
                  std::string(label));
  };
  if (const Array* positions = operand.value.get_if<Array>()) {
    std::uint32_t child = tree_[node].first_child;
    for (const Value& value : *positions) {
      const auto position = exact_int64(value);
      if (!position || *position < 0 || *position > std::numeric_limits<std::int32_t>::max())
        complain(tree_[child].span, "no bit position");
      else
        test.bits.push_back(static_cast<std::uint32_t>(*position));
      child = tree_[child].next_sibling;
    }
  } else if (const Binary* binary = operand.value.get_if<Binary>()) {
    bits_of_binary(*binary, test.bits);
  } else {
    const auto mask = exact_int64(operand.value);
    if (!mask || *mask < 0) {
      complain(operand.span, mask ? "negative" : "none of these");
      return false;
    }
    for (std::uint32_t bit = 0; bit < 63; ++bit)
      if ((*mask >> bit & 1) != 0) test.bits.push_back(bit);
  }
  std::sort(test.bits.begin(), test.bits.end());
  test.bits.erase(std::unique(test.bits.begin(), test.bits.end()), test.bits.end());
  return true;
}

}  // namespace tamis
