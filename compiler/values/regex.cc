#include "compiler/values/regex.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "compiler/values/inner_texts.h"
#include "compiler/values/regex_functions.h"
#include "compiler/values/regex_linear.h"
#include "compiler/values/regex_pcre.h"
#include "compiler/values/regex_syntax.h"
#include "compiler/values/regex_text.h"
#include "compiler/values/text_search.h"

namespace tamis {

struct RegexProgram::Impl {
  std::variant<LinearPattern, TextSearch, PcrePattern> engine;
  std::optional<LiteralPattern> literal;
  std::string prefix;
  std::string needed;
  std::vector<std::string> one_of;       // is needed
  std::optional<InnerTexts> one_needed;  // likewise, in place of `needed` where it is more
  std::uint64_t least_length = 0;

  static bool search(const void* self, std::string_view subject) {
    const auto& impl = *static_cast<const Impl*>(self);
    return (impl.one_needed ? impl.one_needed->found(subject) : contains(subject, impl.needed)) &&
           impl.run(subject);
  }
  // Of patterns that have `one_needed`.
  static void search_each(const void* self, Machine machine, const JoinedSubjects& subjects,
                          std::uint8_t* found) {
    const auto& impl = *static_cast<const Impl*>(self);
    impl.one_needed->find_each(machine, subjects, found);
    each_subject(subjects, found, [&](std::string_view subject, std::uint8_t& is_found) {
      if (is_found != 0 && !impl.run(subject)) is_found = 0;
    });
  }

 private:
  bool run(std::string_view subject) const {
    return std::visit([&](const auto& each) { return each.search(subject); }, engine);
  }
};

namespace {

std::variant<RegexFlags, RegexError> read_options(std::string_view options) {
  RegexFlags flags;
  for (const char option : options) {
    switch (option) {
      case 'i':
        flags.caseless = true;
        break;
      case 'm':
        flags.multiline = true;
        break;
      case 's':
        flags.dotall = true;
        break;
      case 'x':
        flags.extended = true;
        break;
      case 'u':
        break;  // UTF is always on
      default:
        return RegexError{.message =
                              "the options of a regular expression are `i`, `m`, `s`, `x` "
                              "and `u`"};
    }
  }
  return flags;
}

// The whole analysis of a pattern that PCRE2 has taken, or why it is outside the linear profile.
std::variant<RegexProgram::Impl, RegexError> compile_linear(std::string_view pattern,
                                                            RegexFlags flags) {
  std::variant<RegexNode, RegexError> parsed = parse_linear(pattern, flags);
  if (auto* error = std::get_if<RegexError>(&parsed)) return std::move(*error);
  const RegexNode& tree = std::get<RegexNode>(parsed);
  RegexProgram::Impl impl;
  impl.prefix = required_prefix_of(tree);
  impl.needed = required_literal_of(tree);
  impl.least_length = least_length_of(tree);
  if (std::optional<std::vector<LiteralPattern>> texts = texts_of(tree)) {
    if (texts->size() == 1) impl.literal = texts->front();
    if (std::optional<TextSearch> search = TextSearch::of(*std::move(texts))) {
      impl.engine = std::move(*search);
      return impl;
    }
  }
  impl.one_of = required_texts_of(tree);
  impl.one_needed = InnerTexts::of(impl.one_of);
  std::variant<LinearPattern, RegexError> linear = LinearPattern::compile(tree);
  if (auto* error = std::get_if<RegexError>(&linear)) return std::move(*error);
  impl.engine = std::move(std::get<LinearPattern>(linear));
  return impl;
}

}  // namespace

RegexProgram::RegexProgram(Impl impl) : impl_(std::make_shared<const Impl>(std::move(impl))) {
  if (const auto* texts = std::get_if<TextSearch>(&impl_->engine)) {
    functions_ = texts->functions();
    engine_ = texts;
  } else {
    functions_ = kFunctionsOf<&Impl::search>;
    if (impl_->one_needed) functions_.search_each = &Impl::search_each;
    engine_ = impl_.get();
  }
}

std::variant<RegexProgram, RegexError> RegexProgram::compile(std::string_view pattern,
                                                             std::string_view options,
                                                             RegexProfile profile) {
  const std::variant<RegexFlags, RegexError> read = read_options(options);
  if (const auto* error = std::get_if<RegexError>(&read)) return *error;
  const RegexFlags flags = std::get<RegexFlags>(read);
  if (const std::size_t nul = pattern.find('\0'); nul != std::string_view::npos)
    return RegexError{.offset = static_cast<std::uint32_t>(nul),
                      .message = "a pattern cannot hold a NUL character"};
  std::variant<PcrePattern, RegexError> judged = PcrePattern::compile(pattern, flags);
  if (auto* error = std::get_if<RegexError>(&judged)) return std::move(*error);

  std::variant<Impl, RegexError> linear = compile_linear(pattern, flags);
  if (auto* impl = std::get_if<Impl>(&linear)) return RegexProgram(std::move(*impl));
  if (profile == RegexProfile::Linear) return std::move(std::get<RegexError>(linear));

  Impl impl;
  impl.engine = std::move(std::get<PcrePattern>(judged));
  return RegexProgram(std::move(impl));
}

const std::optional<LiteralPattern>& RegexProgram::literal() const {
  return impl_->literal;
}
std::string_view RegexProgram::required_prefix() const {
  return impl_->prefix;
}
std::string_view RegexProgram::required_literal() const {
  return impl_->needed;
}
std::span<const LiteralPattern> RegexProgram::texts() const {
  const auto* search = std::get_if<TextSearch>(&impl_->engine);
  return search != nullptr ? search->texts() : std::span<const LiteralPattern>();
}
std::span<const std::string> RegexProgram::required_texts() const {
  return impl_->one_of;
}
std::uint64_t RegexProgram::least_length() const {
  return impl_->least_length;
}
bool RegexProgram::linear() const {
  return !std::holds_alternative<PcrePattern>(impl_->engine);
}

std::string escape_regex(std::string_view text) {
  constexpr std::string_view kMeta = R"(\^$.[]|()?*+{})";
  std::string pattern;
  for (const char c : text) {
    if (c == '\0') {
      pattern += "\\x00";  // a pattern cannot hold NUL itself
      continue;
    }
    if (kMeta.find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace tamis
