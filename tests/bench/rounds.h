// Measuring two programs beside each other: in turns, with ratios formed within one round.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace tamis::bench {

[[noreturn]] inline void stop(const std::string& why) {
  std::cerr << why << '\n';
  std::exit(2);
}

inline std::string content_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) stop(path + " cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

struct Run {
  double ns = 0;  // of processor time, for a document
  std::size_t matched = 0;
};

// `count` says how many of the documents match.
template <class F>
Run measure(std::size_t documents, F&& count) {
  const std::clock_t begin = std::clock();
  const std::size_t matched = count();
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return {seconds * 1e9 / static_cast<double>(documents), matched};
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace tamis::bench
