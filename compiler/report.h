// Making diagnostics without ceremony.
#pragma once

#include <string>
#include <utility>

#include <tamis/diagnostic.h>

namespace tamis {

// Collects the diagnostics of one text.
//   reporter.error("T004", span, "`$gt` compares ...", "a string").help("write a date ...");
// The source must outlive it.
class Reporter {
 public:
  Reporter(const Source& source, Diagnostics& out) : source_(source), out_(out) {}

  class Entry {
   public:
    explicit Entry(Diagnostic& d) : d_(d) {}
    Entry& label(SourceSpan span, std::string text) {
      d_.labels.push_back({span, std::move(text), std::nullopt});
      return *this;
    }
    Entry& label(const Source& source, SourceSpan span, std::string text) {
      d_.labels.push_back({span, std::move(text), source});
      return *this;
    }
    Entry& note(std::string text) {
      d_.notes.push_back(std::move(text));
      return *this;
    }
    Entry& help(std::string text) {
      d_.helps.push_back(std::move(text));
      return *this;
    }
    Entry& fix(std::string title, SourceSpan span, std::string text, bool safe) {
      d_.fixes.push_back({std::move(title), {{span, std::move(text)}}, safe});
      return *this;
    }
    Entry& fix(Fix fix) {
      d_.fixes.push_back(std::move(fix));
      return *this;
    }

   private:
    Diagnostic& d_;
  };

  Entry error(std::string_view code, SourceSpan span, std::string message, std::string label = {}) {
    return add(Severity::Error, code, span, std::move(message), std::move(label));
  }
  Entry warning(std::string_view code, SourceSpan span, std::string message,
                std::string label = {}) {
    return add(Severity::Warning, code, span, std::move(message), std::move(label));
  }
  Entry add(Severity severity, std::string_view code, SourceSpan span, std::string message,
            std::string label) {
    Diagnostic& d = out_.emplace_back();
    d.code = code;
    d.severity = severity;
    d.message = std::move(message);
    d.source = source_;
    d.labels.push_back({span, std::move(label), std::nullopt});
    return Entry(d);
  }

  const Source& source() const { return source_; }
  Diagnostics& out() { return out_; }

 private:
  const Source& source_;
  Diagnostics& out_;
};

}  // namespace tamis
