#include "tools/tamis/support/yaml.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

#include "compiler/report.h"

namespace tamis::cli {
namespace {

// Why a node cannot be taken, and where.
struct Refusal {
  SourceSpan span;
  std::string message;
};

bool is_word_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

// YAML 1.2's core schema: a number as JSON writes it; other forms are text.
bool is_number(std::string_view text) {
  const Result<SyntaxTree> tree =
      parse_syntax(Source("", std::string(text)), {}, SyntaxMode::StrictJson);
  return tree.ok() && tree->root().kind == SyntaxKind::Number;
}

class AliasFinder : public YAML::EventHandler {
 public:
  bool found() const { return found_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { found_ = true; }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  bool found_ = false;
};

bool has_alias(std::string_view text) {
  std::istringstream in{std::string(text)};
  YAML::Parser parser(in);
  AliasFinder finder;
  while (parser.HandleNextDocument(finder)) {
  }
  return finder.found();
}

class Reader {
 public:
  Reader(const Source& source, const std::vector<std::string>& parts, const Limits& limits)
      : source_(source), parts_(parts), limits_(limits), is_editable_(!has_alias(source.text())) {}

  void read(const YAML::Node& document) { find(document, 0, ""); }
  std::vector<Embedded> found() && { return std::move(found_); }

 private:
  // Recursion is as deep as the pointer has parts.
  void find(const YAML::Node& node, std::size_t depth, const std::string& path) {
    if (depth == parts_.size()) {
      found_.push_back(embedded(node, path));
      return;
    }
    const bool any = parts_[depth] == "*";
    if (node.IsMap()) {
      for (const auto& member : node)
        if (member.first.IsScalar() && (any || member.first.Scalar() == parts_[depth]))
          find(member.second, depth + 1, path + "/" + escape_pointer_part(member.first.Scalar()));
    } else if (node.IsSequence()) {
      for (std::size_t i = 0; i < node.size(); ++i)
        if (const std::string name = std::to_string(i); any || name == parts_[depth])
          find(node[i], depth + 1, path + "/" + name);
    }
  }

  Embedded embedded(const YAML::Node& node, const std::string& path) {
    text_.clear();
    pieces_.clear();
    if (node.IsScalar())
      scalar_text(node);
    else
      write(node, 0);
    Embedded found{path, Source(source_.name(), std::move(text_)), 0, std::move(pieces_)};
    if (is_editable_) locate(found, node);
    return found;
  }

  void locate(Embedded& found, const YAML::Node& node) const {
    const std::uint32_t begin = position(node);
    std::uint32_t end = node.IsScalar() ? place(node).end : begin;  // quotes included
    for (const Embedded::Piece& piece : found.pieces) end = std::max(end, piece.outer.end);
    if (!may_end(end)) return;
    found.yaml = {begin, end};
    found.yaml_column = begin - source_.line_begin(source_.position(begin).line);
  }

  // Whether nothing of a value follows on its line.
  bool may_end(std::uint32_t at) const {
    const std::string_view rest = source_.text().substr(at);
    const std::size_t next = rest.find_first_not_of(" \t");
    if (next == std::string_view::npos) return true;
    return std::string_view("\r\n,]}").find(rest[next]) != std::string_view::npos ||
           (rest[next] == '#' && next > 0);
  }

  std::uint32_t position(const YAML::Node& node) const {
    const YAML::Mark mark = node.Mark();
    const auto size = static_cast<std::uint32_t>(source_.text().size());
    return mark.is_null() ? 0 : std::min(static_cast<std::uint32_t>(mark.pos), size);
  }

  // Where a scalar stands: its own text where that is written as it is, else what is left of the
  // line.
  SourceSpan place(const YAML::Node& node) const {
    const std::uint32_t begin = position(node);
    const std::string_view rest = source_.text().substr(begin);
    const std::string& value = node.Scalar();
    if (rest.starts_with(value)) return {begin, begin + static_cast<std::uint32_t>(value.size())};
    if (rest.size() > value.size() + 1 && (rest[0] == '"' || rest[0] == '\'') &&
        rest.substr(1).starts_with(value) && rest[value.size() + 1] == rest[0])
      return {begin, begin + static_cast<std::uint32_t>(value.size()) + 2};
    return {begin, begin + static_cast<std::uint32_t>(std::min(rest.find('\n'), rest.size()))};
  }

  // A null may be no text at all.
  SourceSpan null_place(std::uint32_t begin) const {
    const std::string_view rest = source_.text().substr(begin);
    for (const std::string_view word : {"~", "null", "Null", "NULL"})
      if (rest.starts_with(word)) return {begin, begin + static_cast<std::uint32_t>(word.size())};
    return {begin, begin};
  }

  void add(std::string_view text, SourceSpan outer, bool exact = false) {
    const auto begin = static_cast<std::uint32_t>(text_.size());
    text_ += text;
    pieces_.push_back({{begin, static_cast<std::uint32_t>(text_.size())}, outer, exact});
    if (text_.size() > limits_.text_bytes)
      throw Refusal{outer, "this is too long a condition once its aliases are written out"};
  }

  // The text of a condition: a block's lines stand in the lines below its mark.
  void scalar_text(const YAML::Node& node) {
    const std::string& value = node.Scalar();
    const SourceSpan own = place(node);
    const bool in_quotes = own.size() == value.size() + 2;
    const SourceSpan inside = in_quotes ? SourceSpan{own.begin + 1, own.end - 1} : own;
    if (source_.text(inside) == value) return add(value, inside, true);
    std::uint32_t line = source_.position(own.begin).line;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t length = std::min(rest.find('\n'), rest.size());
      const std::string_view text = rest.substr(0, length);
      const std::size_t with_break = std::min(length + 1, rest.size());
      const SourceSpan there = line_place(text, line, own);
      add(rest.substr(0, with_break), there, source_.text(there) == text);
      rest.remove_prefix(with_break);
    }
  }

  // Where the next line at or after `line` holds just this text; `otherwise` if none does.
  SourceSpan line_place(std::string_view text, std::uint32_t& line, SourceSpan otherwise) const {
    for (std::uint32_t at = line; at <= source_.line_count() && at <= line + 2; ++at) {
      const std::string_view candidate = source_.line(at);
      const std::size_t column = candidate.find(text);
      if (column == std::string_view::npos || column + text.size() < candidate.size()) continue;
      line = at + 1;
      const std::uint32_t begin = source_.line_begin(at) + static_cast<std::uint32_t>(column);
      return {begin, begin + static_cast<std::uint32_t>(text.size())};
    }
    return otherwise;
  }

  void write(const YAML::Node& node, std::uint32_t depth) {
    const std::uint32_t begin = position(node);
    const SourceSpan here{begin, begin};
    if (depth > limits_.literal_nesting) throw Refusal{here, "this is nested too deeply"};
    switch (node.Type()) {
      case YAML::NodeType::Map:
        return write_map(node, here, depth);
      case YAML::NodeType::Sequence:
        add("[", opening(here));
        for (std::size_t i = 0; i < node.size(); ++i) {
          if (i != 0) text_ += ", ";
          write(node[i], depth + 1);
        }
        return add("]", closing(here));
      case YAML::NodeType::Scalar:
        return write_scalar(node);
      default:
        return add("null", null_place(begin));
    }
  }

  void write_map(const YAML::Node& node, SourceSpan here, std::uint32_t depth) {
    add("{", opening(here));
    bool first = true;
    for (const auto& member : node) {
      if (!std::exchange(first, false)) text_ += ", ";
      const SourceSpan key = member.first.IsScalar() ? place(member.first) : here;
      if (!member.first.IsScalar()) throw Refusal{key, "a field's name is text"};
      add(quoted(member.first.Scalar()), key);
      text_ += ": ";
      write(member.second, depth + 1);
    }
    add("}", closing(here));
  }

  bool is_flow(SourceSpan here) const {
    const std::string_view rest = source_.text().substr(here.begin);
    return rest.starts_with('{') || rest.starts_with('[');
  }
  SourceSpan opening(SourceSpan here) const {
    return is_flow(here) ? SourceSpan{here.begin, here.begin + 1} : here;
  }
  // The bracket that follows what was last written; the end of that where there is none.
  SourceSpan closing(SourceSpan here) const {
    const std::uint32_t end = pieces_.back().outer.end;
    const std::string_view text = source_.text();
    const std::size_t next = text.find_first_not_of(" \t\r\n,", end);
    const bool is_there =
        is_flow(here) && next != std::string_view::npos && (text[next] == '}' || text[next] == ']');
    if (!is_there) return {end, end};
    return {static_cast<std::uint32_t>(next), static_cast<std::uint32_t>(next + 1)};
  }

  void write_scalar(const YAML::Node& node) {
    const std::string& value = node.Scalar();
    const SourceSpan own = place(node);
    const bool plain = node.Tag() == "?" || node.Tag().empty();
    if (plain && is_word_of(value, {"true", "false"})) return add(value, own, true);
    if (plain && is_word_of(value, {"", "~", "null"})) return add("null", own);
    if (plain && is_number(value)) return add(value, own, true);
    add(quoted(value), own);
  }

  static std::string quoted(const std::string& text) {
    return to_extended_json(Value(text), ExtendedJson::Relaxed);
  }

  const Source& source_;
  const std::vector<std::string>& parts_;
  const Limits& limits_;
  bool is_editable_;
  std::vector<Embedded> found_;
  std::string text_;
  std::vector<Embedded::Piece> pieces_;
};

}  // namespace

bool is_yaml(const std::string& file_name) {
  return file_name.ends_with(".yaml") || file_name.ends_with(".yml");
}

Result<std::vector<Embedded>> yaml_conditions(const Source& document,
                                              const std::vector<std::string>& parts,
                                              const Limits& limits) {
  Diagnostics errors;
  Reporter report(document, errors);
  try {
    Reader reader(document, parts, limits);
    for (const YAML::Node& node : YAML::LoadAll(std::string(document.text()))) reader.read(node);
    return std::move(reader).found();
  } catch (const YAML::Exception& error) {
    const auto size = document.text().size();
    const auto at = static_cast<std::uint32_t>(
        error.mark.is_null()
            ? 0
            : std::min<std::size_t>(static_cast<std::size_t>(error.mark.pos), size));
    report.error("E041", {at, at}, fmt::format("this is not YAML: {}", error.msg), "here");
  } catch (const Refusal& refusal) {
    report.error("E041", refusal.span, refusal.message, "here");
  }
  return errors;
}

}  // namespace tamis::cli
