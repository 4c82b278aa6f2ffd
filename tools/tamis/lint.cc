// tamis lint: what is wrong or doubtful in conditions.
#include <fmt/format.h>
#include <tamis/catalog.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "tools/tamis/commands.h"
#include "tools/tamis/reports/junit_findings.h"
#include "tools/tamis/support/baseline.h"
#include "tools/tamis/support/checker.h"
#include "tools/tamis/support/diff.h"
#include "tools/tamis/support/embedded.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/inputs.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

const std::vector<std::string> kConditionSuffixes = {".cond", ".cond.json", ".cond.js"};
const std::vector<std::string> kDocumentSuffixes = {".json", ".ndjson", ".jsonl", ".yaml", ".yml"};

constexpr std::string_view kJunit = "junit";

struct LintFlags {
  std::vector<std::string> files;
  LanguageFlags language;
  std::string format = "human";
  std::string fail_on;
  std::optional<std::string> pointer;
  std::string stdin_name = "<stdin>";
  std::string preset;
  std::string baseline;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  bool update_baseline = false;
  bool fix = false;
  bool unsafe_fixes = false;
  bool diff = false;
  bool statistics = false;
};

class Linter {
 public:
  Linter(Session& session, LintFlags& flags)
      : session_(session), flags_(flags), format_(report_format(flags.format)) {}

  int run() {
    if (flags_.unsafe_fixes && !flags_.fix && !flags_.diff)
      throw Failure("--unsafe-fixes needs --fix or --diff");
    check_rule_names();
    open_baseline();
    const auto& suffixes = flags_.pointer ? kDocumentSuffixes : kConditionSuffixes;
    for (const std::string& file : expand_inputs(session_, flags_.files, suffixes)) {
      try {
        lint_file(file);
      } catch (const Failure& failure) {
        session_.trouble(failure.what());
      }
    }
    finish();
    return status_;
  }

 private:
  void check_rule_names() {
    for (const auto* names : {&flags_.select, &flags_.ignore})
      for (const std::string& name : *names)
        if (!names_any_rule(name) && !names_a_code(name))
          throw Failure(fmt::format("no rule or code is called `{}`", printable(name)));
  }

  void open_baseline() {
    if (flags_.baseline.empty()) return;
    baseline_.emplace(flags_.baseline);
    if (!flags_.update_baseline) baseline_->read();
  }

  // Compile-time warnings can be left out by their code as well.
  static bool names_a_code(const std::string& name) {
    return std::ranges::any_of(
        catalog(), [&](const CatalogEntry& entry) { return entry.code.starts_with(name); });
  }

  CheckOptions options_for(const std::string& file) {
    CheckOptions options;
    options.compile = flags_.language.options(session_, file);
    options.pointer = flags_.pointer;
    const Settings& settings =
        flags_.language.settings(session_, is_condition_text(file) ? "" : file);
    options.lint.preset = preset(settings);
    auto& levels = options.lint.levels;
    const auto select = [&](const std::vector<std::string>& names) {
      if (names.empty()) return;
      levels.emplace_back("L", LintLevel::Off);
      // What is selected has its own level again.
      for (const RuleInfo& info : lint_rules())
        if (std::ranges::any_of(names, [&](const std::string& n) { return names_rule(n, info); }))
          levels.emplace_back(info.code, level_of(info.severity));
    };
    const auto ignore = [&](const std::vector<std::string>& names) {
      for (const std::string& name : names) {
        levels.emplace_back(name, LintLevel::Off);
        options.ignored.push_back(name);
      }
    };
    select(settings.select);
    levels.insert(levels.end(), settings.levels.begin(), settings.levels.end());
    ignore(settings.ignore);
    select(flags_.select);
    ignore(flags_.ignore);
    if (flags_.fail_on.empty() && settings.fail_on == "warning") fail_on_warning_ = true;
    return options;
  }

  LintPreset preset(const Settings& settings) const {
    const std::string& name = flags_.preset.empty() ? settings.preset : flags_.preset;
    return preset_of_name(name).value_or(LintPreset::Recommended);
  }

  static LintLevel level_of(Severity severity) {
    return severity == Severity::Error     ? LintLevel::Error
           : severity == Severity::Warning ? LintLevel::Warning
                                           : LintLevel::Note;
  }

  void lint_file(const std::string& file) {
    const Source source =
        is_condition_text(file) ? read_condition(file) : read_source(file, flags_.stdin_name);
    const CheckOptions options = options_for(file == "-" ? flags_.stdin_name : file);
    ++files_;
    if (flags_.fix || flags_.diff) {
      const Source mended = mend_file(file, source, options);
      report(check(mended, options), file);
    } else {
      report(check(source, options), file);
    }
  }

  // Shows or makes the fixes; gives the text as it is then.
  Source mend_file(const std::string& file, const Source& source, const CheckOptions& options) {
    Mended mended = mend(source, options, flags_.unsafe_fixes);
    const bool changed = mended.text != source.text();
    fixed_ += static_cast<std::size_t>(mended.applied);
    if (flags_.diff) {
      session_.out.write(unified_diff(source.name(), source.text(), mended.text, session_.style()));
      if (changed) status_ = std::max<int>(status_, kFinding);
      return changed ? Source(source.name(), std::move(mended.text)) : source;
    }
    // Text that came in by a pipe or an argument goes out again, changed or not.
    if (file == "-" || is_condition_text(file)) {
      session_.out.write(mended.text);
      if (!mended.text.ends_with('\n') && is_condition_text(file)) session_.out.write("\n");
    } else if (changed) {
      write_file(file, mended.text);
    }
    return changed ? Source(source.name(), std::move(mended.text)) : source;
  }

  void report(Checked checked, const std::string& file) {
    if (flags_.pointer && checked.conditions == 0 && !has_error(checked.diagnostics))
      session_.trouble(fmt::format("nothing stands at `{}` in `{}`", printable(*flags_.pointer),
                                   printable(file)));
    conditions_ += checked.conditions;
    if (baseline_) {
      const std::string& name = file == "-" ? flags_.stdin_name : file;
      if (flags_.update_baseline)
        baseline_->add(name, std::exchange(checked.diagnostics, {}));
      else
        known_ += baseline_->remove_known(name, checked.diagnostics);
    }
    const Counts counts = count(checked.diagnostics);
    counts_.errors += counts.errors;
    counts_.warnings += counts.warnings;
    counts_.notes += counts.notes;
    for (const Diagnostic& diagnostic : checked.diagnostics) {
      if (chosen_fix(diagnostic, false) != nullptr) ++fixable_;
      if (chosen_fix(diagnostic, true) != nullptr) ++unsafely_fixable_;
      if (needs_hand(diagnostic)) ++by_hand_;
      ++by_code_[diagnostic.code];
    }
    if (flags_.format == kJunit) {
      files_found_.push_back({printable(file), std::move(checked.diagnostics)});
    } else if (format_ == ReportFormat::Sarif) {
      for (Diagnostic& diagnostic : checked.diagnostics) all_.push_back(std::move(diagnostic));
    } else if (!flags_.statistics && !flags_.diff) {
      write(render(checked.diagnostics, format_, render_options(report_style())));
      if (format_ == ReportFormat::Human && !checked.diagnostics.empty()) write("\n");
    }
  }

  // The report goes where the text does not.
  bool report_on_stderr() const {
    return flags_.fix && !flags_.diff &&
           std::ranges::any_of(flags_.files, [](const std::string& file) {
             return file == "-" || is_condition_text(file);
           });
  }
  Style report_style() const {
    return report_on_stderr() ? session_.err_style() : session_.style();
  }
  void write(std::string_view text) {
    (report_on_stderr() ? session_.err : session_.out).write(text);
  }

  void finish() {
    const std::string fail_on = flags_.fail_on;
    if (fail_on == "warning") fail_on_warning_ = true;
    if (counts_.errors != 0 || (fail_on_warning_ && counts_.warnings != 0))
      status_ = std::max<int>(status_, kFinding);
    if (flags_.update_baseline) {
      write_file(flags_.baseline, baseline_->text());
      write(fmt::format("{} in {}\n", plural(baseline_->size(), "finding"),
                        printable(flags_.baseline)));
      return;
    }
    if (flags_.diff) return;
    if (flags_.format == kJunit)
      write(junit_findings_report(files_found_));
    else if (flags_.statistics)
      statistics();
    else if (format_ == ReportFormat::Sarif)
      write(render(all_, format_, render_options(report_style())));
    else if (format_ == ReportFormat::Human && (conditions_ != 0 || counts_.all() != 0))
      summary();
  }

  void summary() {
    const Style style = report_style();
    const std::string what = flags_.pointer && conditions_ != 0 ? plural(conditions_, "condition")
                                                                : plural(files_, "file");
    std::string line;
    if (counts_.all() == 0)
      line = fmt::format("{} {} checked, nothing found", style.yes(), what);
    else
      line = fmt::format("{} {} in {}", counts_.errors != 0 ? style.no() : style.yellow("!"),
                         style.bold(in_words(counts_)), what);
    if (fixed_ != 0) line += fmt::format("; {} mended", plural(fixed_, "finding"));
    if (fixable_ != 0)
      line += fmt::format("; {} can be mended with {}", fixable_, style.cyan("--fix"));
    if (unsafely_fixable_ > fixable_)
      line += fmt::format("; {}{} with {}", unsafely_fixable_ - fixable_,
                          fixable_ != 0 ? " more" : " can be mended",
                          style.cyan("--fix --unsafe-fixes"));
    if (by_hand_ != 0) line += fmt::format("; {} in YAML only by hand", by_hand_);
    if (known_ != 0) line += fmt::format("; {} known", known_);
    if (baseline_ && baseline_->size() != 0)
      line += fmt::format("; the baseline holds {} more that {} gone: {}", baseline_->size(),
                          baseline_->size() == 1 ? "is" : "are", style.cyan("--update-baseline"));
    write(line + "\n");
  }

  void statistics() {
    if (format_ == ReportFormat::Json) {
      for (const auto& [code, number] : by_code_)
        write(fmt::format("{{\"code\":\"{}\",\"count\":{}}}\n", code, number));
      return;
    }
    std::vector<std::pair<std::string, std::size_t>> rows(by_code_.begin(), by_code_.end());
    std::ranges::stable_sort(rows,
                             [](const auto& a, const auto& b) { return a.second > b.second; });
    const Style style = report_style();
    for (const auto& [code, number] : rows) {
      const CatalogEntry* entry = find_in_catalog(code);
      write(fmt::format("{:6}  {}  {}\n", number, style.bold(code), entry ? entry->name : ""));
    }
    summary();
  }

  Session& session_;
  LintFlags& flags_;
  ReportFormat format_;
  int status_ = kSuccess;
  bool fail_on_warning_ = false;
  Counts counts_;
  std::size_t files_ = 0;
  std::size_t conditions_ = 0;
  std::size_t fixed_ = 0;
  std::size_t fixable_ = 0;
  std::size_t unsafely_fixable_ = 0;
  std::size_t by_hand_ = 0;  // findings in YAML that --fix cannot edit
  std::map<std::string, std::size_t> by_code_;
  Diagnostics all_;
  std::vector<FileFindings> files_found_;
  std::optional<Baseline> baseline_;
  std::size_t known_ = 0;  // findings that the baseline holds
};

}  // namespace

void add_lint(CommandLine& line) {
  auto flags = std::make_shared<LintFlags>();
  CLI::App* app = line.add_command(
      "lint", "find mistakes and doubtful places in conditions",
      {{"lint vip.cond --schema contact.schema.json", "check one condition against a schema"},
       {"lint segments/ --fix", "check a folder, and mend what can be mended safely"},
       {"lint segments.json --pointer '/data/*/conditions'", "conditions inside a larger document"},
       {"lint segments.yaml --pointer '/data/*/conditions'", "and inside YAML"},
       {"lint vip.cond --format sarif > vip.sarif", "a report for a code review"},
       {"lint segments/ --baseline lint.baseline.json", "report only what is new"},
       {"lint - --fix < vip.cond > mended.cond", "as a filter"}},
      [flags](Session& session) { return Linter(session, *flags).run(); });
  app->footer(
      "A folder is searched for *.cond, *.cond.json and *.cond.js; with --pointer for "
      "*.json, *.ndjson, *.jsonl, *.yaml and *.yml. Settings are read from the nearest tamis.toml "
      "at or "
      "above each file. Exit status: 0 clean, 1 an error finding, 2 trouble.");
  line.as_file(
      app->add_option("FILE", flags->files, "conditions: files, folders, - or text")->required());
  flags->language.add(line, app);
  std::vector<std::string> formats = report_formats();
  formats.emplace_back(kJunit);
  line.add_choice(app, "-f,--format", flags->format, formats, "form of the report");
  app->add_flag("--fix", flags->fix, "make the safe fixes, in place");
  app->add_flag("--unsafe-fixes", flags->unsafe_fixes,
                "with --fix or --diff: also fixes that may change what is selected");
  app->add_flag("--diff", flags->diff, "show the fixes as a patch and change nothing");
  line.add_choice(app, "--preset", flags->preset, {"recommended", "strict", "segments"},
                  "which rules at which levels; strict: all, and notes as warnings; segments: "
                  "whoever lacks a field is a warning")
      ->group("Rules");
  app->add_option("--select", flags->select, "run only these rules: codes, names, topics")
      ->option_text("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("Rules");
  app->add_option("--ignore", flags->ignore, "leave out these rules and warnings")
      ->option_text("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("Rules");
  line.add_choice(app, "--fail-on", flags->fail_on, {"error", "warning"},
                  "what makes the exit status 1; by default error")
      ->group("Rules");
  app->add_flag("--statistics", flags->statistics, "count findings by rule instead")
      ->group("Rules");
  CLI::Option* baseline = line.as_file(
      app->add_option("--baseline", flags->baseline, "known findings, which are not reported again")
          ->option_text("FILE")
          ->group("Rules"));
  app->add_flag("--update-baseline", flags->update_baseline,
                "write all findings to the baseline instead of reporting them")
      ->needs(baseline)
      ->group("Rules");
  app->add_option_function<std::string>(
         "--pointer", [flags](const std::string& given) { flags->pointer = given; },
         "where conditions stand in a larger document, as a JSON Pointer; * is any part, and '' "
         "the "
         "whole document or line")
      ->option_text("POINTER")
      ->check([](const std::string& given) {
        return given.empty() || given.starts_with('/') ? std::string()
                                                       : "a JSON Pointer begins with `/`";
      });
  app->add_option("--stdin-filename", flags->stdin_name, "the name that - has in reports")
      ->option_text("NAME");
}

}  // namespace tamis::cli
