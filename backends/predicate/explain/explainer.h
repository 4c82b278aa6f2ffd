// The explainer: the evaluator's verdicts, node by node, with the values that made them.
#pragma once

#include <tamis/explanation.h>

#include "backends/predicate/evaluate.h"
#include "backends/predicate/explain/explain_words.h"
#include "backends/predicate/forms/materialize.h"
#include "compiler/json_schema/misfit.h"

namespace tamis::predicate {

template <DocumentForm Form>
class Explainer {
 public:
  using Node = typename Form::Node;
  using Kind = Explanation::Kind;

  Explainer(const Code& code, const Bindings& bindings, Form& form)
      : code_(code), form_(form), evaluator_(code, bindings, form), words_(code, bindings) {}

  Explanation explain(const Node& root) {
    return node(code_.instrs.front(), evaluator_.at_root(root));
  }

 private:
  static constexpr std::size_t kMostValues = 4;
  static constexpr std::size_t kMostElements = 100;

  // Where a question was asked.
  struct Seen {
    Place<Form> place;
    std::string path;
  };

  // Asks a question of every place of a walk, until it is true of one.
  struct Recorder {
    Explainer& explainer;
    const Instr& question;
    std::vector<Seen> seen;
    std::size_t count = 0;
    bool found = false;

    bool place(const Place<Form>& place) {
      ++count;
      found = explainer.evaluator_.holds(question, place);
      // The array itself comes last, after its elements, and is of interest if it decides.
      const bool beside = count > 1 && place.datum.type == BsonType::Array && !found;
      if (beside) --count;
      if (found) seen.clear();
      if (!beside && seen.size() < kMostValues) seen.push_back({place, explainer.path()});
      return found;
    }
    void enter(const Key& key) { explainer.trail_.emplace_back(key.name); }
    void enter(std::size_t index) { explainer.trail_.push_back(std::to_string(index)); }
    void leave() { explainer.trail_.pop_back(); }
  };

  Explanation node(const Instr& instr, const Place<Form>& place) {
    switch (instr.op) {
      case PlanOp::And:
      case PlanOp::Or:
        return group(instr, place);
      case PlanOp::Not:
        return negation(instr, place);
      case PlanOp::Any:
        return any(instr, place);
      case PlanOp::Element:
        return element(instr, instr, {place, path()});
      case PlanOp::Test:
        if (const JsonSchema* schema = code_.tests[instr.test].json_schema)
          return of_schema(instr, *schema, place);
        return asked(instr, instr, {place, path()}, evaluator_.holds(instr, place));
      case PlanOp::True:
      case PlanOp::False:
        break;
    }
    Explanation result = made(instr, Kind::Test, instr.op == PlanOp::True);
    result.why = result.verdict ? "it is always true" : "it is never true";
    return result;
  }

  static Explanation made(const Instr& instr, Kind kind, bool verdict) {
    Explanation result;
    result.kind = kind;
    result.verdict = verdict;
    result.span = instr.node->span;
    return result;
  }

  Explanation group(const Instr& instr, const Place<Form>& place) {
    const bool all = instr.op == PlanOp::And;
    Explanation result = made(instr, all ? Kind::All : Kind::Any, all);
    std::size_t holding = 0;
    for (std::uint32_t i = 0; i < instr.child_count; ++i) {
      const Instr& child = code_.instrs[instr.first + i];
      if (all && is_met_container_test(child, place)) continue;
      result.children.push_back(node(child, place));
      if (result.children.back().verdict) ++holding;
    }
    if (result.children.size() == 1) return std::move(result.children.front());
    const std::size_t count = result.children.size();
    result.verdict = all ? holding == count : holding > 0;
    result.why = count == 0 ? "there is nothing to hold"
                            : std::to_string(holding) + " of " + counted(count, "clause") +
                                  (holding == 1 ? " holds" : " hold");
    return result;
  }

  // That an element is an object goes without saying.
  bool is_met_container_test(const Instr& instr, const Place<Form>& place) {
    return instr.op == PlanOp::Test && code_.tests[instr.test].op == TestOp::Container &&
           place.datum.is_container();
  }

  Explanation negation(const Instr& instr, const Place<Form>& place) {
    Explanation inner = node(code_.instrs[instr.first], place);
    if (inner.kind == Kind::Test) {
      inner.verdict = !inner.verdict;
      inner.span = instr.node->span;
      return inner;
    }
    Explanation result = made(instr, Kind::Not, !inner.verdict);
    result.why = inner.verdict ? "what must not hold does" : "what must not hold does not";
    result.children.push_back(std::move(inner));
    return result;
  }

  Explanation any(const Instr& instr, const Place<Form>& place) {
    const Instr& question = code_.instrs[instr.first];
    Recorder recorder{*this, question, {}, 0, false};
    const Key* key = code_.keys.data() + instr.key;
    Walk<Form, Recorder>(form_, recorder, key + instr.key_count, instr.enter_arrays)
        .from(place, key);
    if (recorder.seen.empty()) {
      Explanation result = made(instr, Kind::Test, false);
      result.why =
          "nothing is at " + ticked(path_below(instr)) + ": the arrays on the way hold no object";
      return result;
    }
    if (question.op == PlanOp::Element) return element(instr, question, recorder.seen.front());
    if (recorder.count == 1 || recorder.found)
      return asked(instr, question, recorder.seen.front(), recorder.found);
    Explanation result = made(instr, Kind::Test, false);
    std::vector<Value> values;
    for (const Seen& seen : recorder.seen)
      if (!seen.place.datum.missing()) values.push_back(materialize(form_, seen.place.node));
    result.why = words_.several(question, path_below(instr), values, recorder.count);
    return result;
  }

  Explanation asked(const Instr& instr, const Instr& question, const Seen& seen, bool verdict) {
    Explanation result = made(instr, Kind::Test, verdict);
    result.path = seen.path;
    if (!seen.place.datum.missing()) result.value = materialize(form_, seen.place.node);
    result.why = words_.one(question, seen.path, result.value, verdict);
    return result;
  }

  Explanation of_schema(const Instr& instr, const JsonSchema& schema, const Place<Form>& place) {
    Explanation result = made(instr, Kind::Test, evaluator_.holds(instr, place));
    result.why = "the document fits the schema";
    if (result.verdict) return result;
    const Value document = materialize(form_, place.node, place.datum, kAllLevels);
    Misfit misfit = first_misfit(schema, document);
    result.path = std::move(misfit.path);
    result.why = "the document " + misfit.why;
    if (result.path.empty()) return result;
    result.value = *misfit.value;
    result.why = ticked(result.path) + " is " + show(*result.value) + ", which " + misfit.why;
    return result;
  }

  // `instr` is what the text has, `question` the Element.
  Explanation element(const Instr& instr, const Instr& question, const Seen& array) {
    Explanation result = made(instr, Kind::Element, false);
    if (array.place.datum.type != BsonType::Array) {
      result.kind = Kind::Test;
      result.path = array.path;
      result.why = ticked(array.path) + " is missing";
      if (!array.place.datum.missing()) {
        result.value = materialize(form_, array.place.node);
        result.why = ticked(array.path) + " is " + show(*result.value) + ", not an array";
      }
      return result;
    }
    const std::size_t count = best_element(code_.instrs[question.first], array, result);
    if (result.verdict) {
      result.why = ticked(result.path) + " meets it";
    } else if (count == 0) {
      result.kind = Kind::Test;
      result.path = array.path;
      result.why = ticked(array.path) + " is empty";
    } else {
      result.why = "none of the " + counted(count, "element") + " of " + ticked(array.path) +
                   " meets it; " + ticked(result.path) + " comes closest";
    }
    return result;
  }

  // The element that meets the question, or fails it for the fewest reasons. How many there are.
  std::size_t best_element(const Instr& question, const Seen& array, Explanation& result) {
    const std::vector<std::string> outer = std::exchange(trail_, {array.path});
    std::size_t fewest = 0;
    std::size_t count = 0;
    Node node;
    for (auto elements = form_.elements(array.place.node); elements.next(node); ++count) {
      const Place<Form> place{node, form_.datum(node)};
      const bool verdict = evaluator_.holds(question, place);
      if (result.verdict || (!verdict && count >= kMostElements)) continue;
      trail_.push_back(std::to_string(count));
      Explanation candidate = this->node(question, place);
      const std::size_t failures = reasons(candidate).size();
      if (verdict || count == 0 || failures < fewest) {
        fewest = failures;
        result.path = path();
        result.value = materialize(form_, node);
        result.verdict = verdict;
        result.children.clear();
        result.children.push_back(std::move(candidate));
      }
      trail_.pop_back();
    }
    trail_ = outer;
    return count;
  }

  std::string path() const {
    std::string text;
    for (const std::string& part : trail_) {
      if (!text.empty()) text += '.';
      text += part;
    }
    return text;
  }

  std::string path_below(const Instr& any) const {
    const std::string above = path();
    return above.empty() ? any.node->path.text() : above + "." + any.node->path.text();
  }

  const Code& code_;
  Form& form_;
  Evaluator<Form> evaluator_;
  Words words_;
  std::vector<std::string> trail_;
};

}  // namespace tamis::predicate
