#include "compiler/values/regex_pcre.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <memory>
#include <new>

namespace tamis {
namespace {

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

// What a search writes to, one per thread: a verdict needs only the first pair of offsets,
// whatever the pattern.
class Scratch {
 public:
  Scratch()
      : data_(pcre2_match_data_create(1, nullptr)), context_(pcre2_match_context_create(nullptr)) {
    if (data_ == nullptr || context_ == nullptr) throw std::bad_alloc();
    pcre2_set_match_limit(context_, kPcreMatchLimit);
    pcre2_set_depth_limit(context_, kPcreDepthLimit);
    pcre2_set_heap_limit(context_, kPcreHeapLimitKiB);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    pcre2_match_context_free(context_);
    pcre2_match_data_free(data_);
  }

  int match(const pcre2_code* code, std::string_view subject) {
    return pcre2_match(code, units(subject), subject.size(), 0, 0, data_, context_);
  }

 private:
  pcre2_match_data* data_;
  pcre2_match_context* context_;
};

struct FreeCompileContext {
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};
using CompileContext = std::unique_ptr<pcre2_compile_context, FreeCompileContext>;

// Debian's PCRE2 is built with these already, but a system's may not be. Freed at the end, since a
// loadable module may be unloaded and loaded again.
pcre2_compile_context* compile_context() {
  static const CompileContext context = [] {
    CompileContext made(pcre2_compile_context_create(nullptr));
    if (made == nullptr) throw std::bad_alloc();
    pcre2_set_newline(made.get(), PCRE2_NEWLINE_LF);
    pcre2_set_bsr(made.get(), PCRE2_BSR_UNICODE);
    return made;
  }();
  return context.get();
}

std::uint32_t pcre_options(RegexFlags flags) {
  std::uint32_t options = PCRE2_UTF;
  if (flags.caseless) options |= PCRE2_CASELESS;
  if (flags.multiline) options |= PCRE2_MULTILINE;
  if (flags.dotall) options |= PCRE2_DOTALL;
  if (flags.extended) options |= PCRE2_EXTENDED;
  return options;
}

std::string error_message(int error) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  if (pcre2_get_error_message(error, buffer.data(), buffer.size()) < 0) return "unknown error";
  return reinterpret_cast<const char*>(buffer.data());
}

}  // namespace

void PcrePattern::Free::operator()(void* code) const {
  pcre2_code_free(static_cast<pcre2_code*>(code));
}

std::variant<PcrePattern, RegexError> PcrePattern::compile(std::string_view pattern,
                                                           RegexFlags flags) {
  int error = 0;
  std::size_t offset = 0;
  pcre2_code* code = pcre2_compile(units(pattern), pattern.size(), pcre_options(flags), &error,
                                   &offset, compile_context());
  if (code == nullptr)
    return RegexError{.offset = static_cast<std::uint32_t>(std::min(offset, pattern.size())),
                      .message = error_message(error)};
  PcrePattern compiled;
  compiled.code_.reset(code);
  return compiled;
}

std::optional<bool> PcrePattern::verdict(std::string_view subject) const {
  thread_local Scratch scratch;
  const auto* code = static_cast<const pcre2_code*>(code_.get());
  const int result = scratch.match(code, subject);
  if (result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT ||
      result == PCRE2_ERROR_HEAPLIMIT)
    return std::nullopt;
  return result >= 0;
}

}  // namespace tamis
