#include "backends/predicate/stream/stream_asker.h"

#include <cstring>
#include <limits>
#include <span>

#include "backends/predicate/program.h"

namespace tamis::predicate {

StreamAsker::StreamAsker(const Program& program, const StreamOptions& options)
    : matcher_(program), context_(options.context), check_(options.check) {}

Verdict StreamAsker::ask(const StreamDocument& document) {
  if (document.bson)
    return matcher_.matches_bson(std::as_bytes(std::span(document.bytes)), context_);
  return ask_text(document.bytes);
}

Verdict StreamAsker::ask_text(std::string_view json) {
  return matcher_.matches_text(json, context_, check_);
}

std::size_t StreamAsker::size_of_some(std::string_view lines) {
  if (lines.size() <= TextLines::kMostBytes) return lines.size();
  const void* last = ::memrchr(lines.data(), '\n', TextLines::kMostBytes);
  if (last == nullptr) return lines.find('\n') + 1;
  return static_cast<std::size_t>(static_cast<const char*>(last) - lines.data()) + 1;
}

bool StreamAsker::read_together(std::string_view lines) {
  if (lines.size() > TextLines::kMostBytes || !lines_.read(lines)) return false;
  const RootFields& fields = matcher_.scratch_->fields;
  wanted_.resize(lines_.name_count() + 1);
  std::uint32_t* end = wanted_.data();
  for (std::size_t i = 0; i < lines_.name_count(); ++i) {
    *end = lines_.name(i);
    end += fields.may_want(lines.data() + lines_.offset(*end) + 1) ? 1 : 0;
  }
  *end = std::numeric_limits<std::uint32_t>::max();
  next_wanted_ = wanted_.data();
  return true;
}

Verdict StreamAsker::ask_line(std::size_t line, std::string_view document) {
  Matcher::Scratch& scratch = *matcher_.scratch_;
  const std::string_view text = lines_.up_to_end_of(line);
  const Tokens tokens = lines_.tokens(line);
  const std::uint32_t first = lines_.first_token(line);
  const std::uint32_t end = first + static_cast<std::uint32_t>(tokens.count);
  if (lines_.are_sound() && !tokens.has_escapes) {
    const TextScan& scan = scratch.text.take(text, tokens);
    scratch.fields.forget();
    for (; *next_wanted_ < end; ++next_wanted_) {
      const TextScan::Token name = *next_wanted_ - first;
      scratch.fields.meet(scan.string(name), name + 2);
    }
    return Verdict(scratch.ask_text(matcher_.program_, context_));
  }
  while (*next_wanted_ < end) ++next_wanted_;
  if (scratch.text.read(text, tokens, TextCheck::Whole, scratch.fields))
    return Verdict(scratch.ask_text(matcher_.program_, context_));
  return scratch.parse_text(matcher_.program_, context_, document);
}

}  // namespace tamis::predicate
