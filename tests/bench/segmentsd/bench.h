// What the benchmarks of the service share: the demo's workspace, its service, times and ratios.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tools/segmentsd/http/service.h"
#include "tools/segmentsd/resources/handlers.h"

namespace segmentsd::bench {

// Milliseconds.
struct Times {
  double clock = 0, processor = 0;  // the processor's are of this thread
};
Times timed(const std::function<void()>& work);

double percentile(std::vector<double> values, double share);  // share: 0.5 is the median
double median(const std::vector<double>& values);

// Two ways of doing one thing, which take turns so that both meet the same machine.
struct Race {
  std::vector<Times> ours, theirs;

  double clock_ratio() const;  // the median of the rounds'
  double processor_ratio() const;
};

// A database that `segmentsd demo` made, without a server in front of it.
class World {
 public:
  explicit World(const std::string& file);

  Database& db() { return db_; }
  const Options& options() const { return options_; }
  const std::string& key() const { return key_; }
  std::int64_t pk() const { return pk_; }  // of the workspace
  std::shared_ptr<const Workspace> workspace() { return workspaces_.of(db_, pk_); }
  tamis::Context context() const { return {.now_ms = now(options_)}; }
  std::string topic(const std::string& name);      // its id
  std::int64_t property(const std::string& name);  // its pk
  // What the API answers; stops the program at an error.
  Json send(const std::string& method, const std::string& path, const Json& body = nullptr);
  // So that no round pays for what an earlier one has left.
  void checkpoint();

 private:
  Options options_;
  Database db_;
  std::int64_t pk_;
  std::string key_;
  Workspaces workspaces_;
  Service service_;
};

[[noreturn]] void stop(const std::string& why);

Options options_for(const std::string& file);

// Each prints a table.
void put(const std::string& file, int rounds);
void search(const std::string& file, int rounds);
void update(const std::string& file, int rounds);

}  // namespace segmentsd::bench
