// Whether any of a few texts stands in its place in a subject: `^(red|green)$`, `@example\.com$`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/values/edge_texts.h"
#include "compiler/values/inner_texts.h"
#include "compiler/values/regex.h"

namespace tamis {

class TextSearch {
 public:
  static constexpr std::size_t kMostTexts = EdgeTexts<Edge::Begin>::kMostTexts;

  // None where there are too many that are best sought one by one.
  static std::optional<TextSearch> of(std::vector<LiteralPattern> texts);

  // False also when the subject is not valid UTF-8.
  bool search(std::string_view subject) const { return functions_.search(this, subject); }
  std::span<const LiteralPattern> texts() const { return texts_; }
  // To be called with the address of this.
  const RegexFunctions& functions() const { return functions_; }
  // The same, text by text.
  bool search_one_by_one(std::string_view subject) const;

 private:
  explicit TextSearch(std::vector<LiteralPattern> texts) : texts_(std::move(texts)) {}
  void arrange();
  template <Edge kEdge>
  const EdgeTexts<kEdge>& at_edge() const;
  template <Edge kEdge>
  RegexFunctions search_at_edge() const;
  // kIsValid: the subject is known to be valid UTF-8.
  template <Edge kEdge, class Word, bool kIsValid>
  static bool search_for_one(const void* self, std::string_view subject);
  template <Edge kEdge, class Texts, bool kIsValid>
  static bool search_for_any(const void* self, std::string_view subject);
  static bool search_inside(const void* self, std::string_view subject);
  static void search_each_inside(const void* self, Machine machine, const JoinedSubjects& subjects,
                                 std::uint8_t* found);
  static bool search_everywhere(const void* self, std::string_view subject);

  std::vector<LiteralPattern> texts_;
  bool before_newline_ = false;  // some may stand before a newline that ends the subject
  RegexFunctions functions_;
  EdgeTexts<Edge::Begin> at_begin_;
  EdgeTexts<Edge::End> at_end_;
  std::optional<InnerTexts> inside_;
  std::vector<LiteralPattern> others_;  // found one by one
};

// Texts that are empty stand everywhere.
bool contains(std::string_view subject, std::string_view text);

}  // namespace tamis
