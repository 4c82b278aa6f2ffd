#include "compiler/values/text_search.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "compiler/values/regex_chars.h"
#include "compiler/values/regex_functions.h"

namespace tamis {
namespace {

using Place = LiteralPattern::Place;

constexpr std::size_t kMostOneByOne = 3;

bool found(std::string_view subject, const LiteralPattern& literal) {
  const std::string_view text = literal.text;
  std::string_view line = subject;
  if (line.ends_with('\n')) line.remove_suffix(1);
  switch (literal.place) {
    case Place::Contains:
      return contains(subject, text);
    case Place::Prefix:
      return subject.starts_with(text);
    case Place::Suffix:
      return subject.ends_with(text);
    case Place::Exact:
      return subject == text;
    case Place::SuffixLine:
      return subject.ends_with(text) || line.ends_with(text);
    case Place::ExactLine:
      return subject == text || line == text;
  }
  return false;
}

bool any_found(const std::vector<LiteralPattern>& texts, std::string_view subject) {
  return std::ranges::any_of(texts, [&](const auto& text) { return found(subject, text); });
}

}  // namespace

bool contains(std::string_view subject, std::string_view text) {
  return text.empty() || (text.size() <= subject.size() &&
                          memmem(subject.data(), subject.size(), text.data(), text.size()));
}

std::optional<TextSearch> TextSearch::of(std::vector<LiteralPattern> texts) {
  if (texts.size() > kMostTexts) return std::nullopt;
  TextSearch search(std::move(texts));
  search.arrange();
  if (search.others_.size() > kMostOneByOne) return std::nullopt;
  return search;
}

void TextSearch::arrange() {
  std::vector<std::string> inside;
  std::vector<EdgeTexts<Edge::Begin>::Entry> at_begin;
  std::vector<EdgeTexts<Edge::End>::Entry> at_end;
  for (const LiteralPattern& literal : texts_) {
    const Place place = literal.place;
    before_newline_ = before_newline_ || place == Place::SuffixLine || place == Place::ExactLine;
    if (literal.text.empty())
      others_.push_back(literal);
    else if (place == Place::Contains)
      inside.push_back(literal.text);
    else if (place == Place::Suffix || place == Place::SuffixLine)
      at_end.push_back({.text = literal.text});
    else
      at_begin.push_back({literal.text, place == Place::Prefix ? EdgeTexts<Edge::Begin>::kAnything
                                                               : EdgeTexts<Edge::Begin>::kNothing});
  }
  at_begin_ = EdgeTexts<Edge::Begin>(std::move(at_begin));
  at_end_ = EdgeTexts<Edge::End>(std::move(at_end));
  inside_ = InnerTexts::of(inside);
  if (!inside_)
    for (std::string& text : inside)
      others_.push_back({.place = Place::Contains, .text = std::move(text)});
  functions_ = kFunctionsOf<&search_everywhere>;
  if (at_begin_.count() == texts_.size()) functions_ = search_at_edge<Edge::Begin>();
  if (at_end_.count() == texts_.size()) functions_ = search_at_edge<Edge::End>();
  if (inside_ && inside.size() == texts_.size()) functions_ = {&search_inside, &search_each_inside};
}

template <Edge kEdge>
const EdgeTexts<kEdge>& TextSearch::at_edge() const {
  if constexpr (kEdge == Edge::Begin)
    return at_begin_;
  else
    return at_end_;
}

template <Edge kEdge>
RegexFunctions TextSearch::search_at_edge() const {
  const EdgeTexts<kEdge>& texts = at_edge<kEdge>();
  const auto for_one = []<class Word>() {
    return kFunctionsOf<&search_for_one<kEdge, Word, false>, &search_for_one<kEdge, Word, true>>;
  };
  const auto for_any = []<class Texts>() {
    return kFunctionsOf<&search_for_any<kEdge, Texts, false>, &search_for_any<kEdge, Texts, true>>;
  };
  if (texts.is_one()) {
    const std::size_t size = texts.size_of_first();
    if (size < 2) return for_one.template operator()<std::uint8_t>();
    if (size < 4) return for_one.template operator()<std::uint16_t>();
    if (size < 8) return for_one.template operator()<std::uint32_t>();
    return for_one.template operator()<std::uint64_t>();
  }
  const std::size_t count = texts.count();
  if (count <= 8) return for_any.template operator()<std::uint8_t>();
  if (count <= 16) return for_any.template operator()<std::uint16_t>();
  if (count <= 32) return for_any.template operator()<std::uint32_t>();
  return for_any.template operator()<std::uint64_t>();
}

template <Edge kEdge, class Word, bool kIsValid>
bool TextSearch::search_for_one(const void* self, std::string_view subject) {
  const auto& texts = *static_cast<const TextSearch*>(self);
  if (texts.before_newline_ && subject.ends_with('\n')) return texts.search_one_by_one(subject);
  return texts.at_edge<kEdge>().template is_one_found<Word>(subject) &&
         (kIsValid || is_valid_utf8(subject));
}

template <Edge kEdge, class Texts, bool kIsValid>
bool TextSearch::search_for_any(const void* self, std::string_view subject) {
  const auto& texts = *static_cast<const TextSearch*>(self);
  if (texts.before_newline_ && subject.ends_with('\n')) return texts.search_one_by_one(subject);
  return texts.at_edge<kEdge>().template is_any_found<Texts>(subject) &&
         (kIsValid || is_valid_utf8(subject));
}

bool TextSearch::search_inside(const void* self, std::string_view subject) {
  const auto& texts = *static_cast<const TextSearch*>(self);
  return texts.inside_->found(subject) && is_valid_utf8(subject);
}

void TextSearch::search_each_inside(const void* self, Machine machine,
                                    const JoinedSubjects& subjects, std::uint8_t* found) {
  static_cast<const TextSearch*>(self)->inside_->find_each(machine, subjects, found);
  if (subjects.are_valid) return;
  each_subject(subjects, found, [](std::string_view subject, std::uint8_t& is_found) {
    if (is_found != 0 && !is_valid_utf8(subject)) is_found = 0;
  });
}

bool TextSearch::search_everywhere(const void* self, std::string_view subject) {
  const auto& texts = *static_cast<const TextSearch*>(self);
  if (texts.before_newline_ && subject.ends_with('\n')) return texts.search_one_by_one(subject);
  const auto at_edge = [&]<Edge kEdge>() {
    return texts.at_edge<kEdge>().count() != 0 &&
           texts.search_at_edge<kEdge>().search(self, subject);
  };
  return at_edge.operator()<Edge::Begin>() || at_edge.operator()<Edge::End>() ||
         (texts.inside_ && search_inside(self, subject)) ||
         (any_found(texts.others_, subject) && is_valid_utf8(subject));
}

bool TextSearch::search_one_by_one(std::string_view subject) const {
  return any_found(texts_, subject) && is_valid_utf8(subject);
}

}  // namespace tamis
