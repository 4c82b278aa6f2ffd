// Connections, lent to one request at a time.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tools/segmentsd/store/database.h"
#include "tools/segmentsd/store/writers.h"

namespace segmentsd {

class Pool {
 public:
  explicit Pool(std::string path) : path_(std::move(path)) { give_back(open()); }

  class Loan {
   public:
    Loan(Pool& pool, std::unique_ptr<Database> db) : pool_(pool), db_(std::move(db)) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() { pool_.give_back(std::move(db_)); }
    Database& operator*() const { return *db_; }
    Database* operator->() const { return db_.get(); }

   private:
    Pool& pool_;
    std::unique_ptr<Database> db_;
  };

  Loan lend() { return {*this, take()}; }
  Writers& writers() { return writers_; }

 private:
  std::unique_ptr<Database> open() const { return std::make_unique<Database>(path_); }
  std::unique_ptr<Database> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto db = std::move(idle_.back());
        idle_.pop_back();
        return db;
      }
    }
    return open();
  }
  void give_back(std::unique_ptr<Database> db) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(db));
  }

  std::string path_;
  Writers writers_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace segmentsd
