// A MongoDB server, or a cluster of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/value.h>

namespace tamis::server {

// What the server or the way to it refused; fit for one line. Never holds the URI's password.
class ServerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct FindOptions {
  std::uint64_t limit = 0;  // 0: none
  bool ids_only = false;    // documents have their `_id` alone
};

// Connects with the first command, and waits for a server no longer than the URI's
// `serverSelectionTimeoutMS` says, 5 seconds if it does not. Filters and documents are BSON. Every
// member throws ServerError. Not safe from several threads.
class Server {
 public:
  // "mongodb://host/database" or "mongodb+srv://…".
  explicit Server(const std::string& uri);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const std::string& database() const;  // the URI's; "" if it names none
  void use_database(std::string name);

  // Calls `use` with each document found until it says false. These three only read.
  void find(const std::string& collection, std::string_view filter, const FindOptions& options,
            const std::function<bool(std::string_view)>& use);
  std::uint64_t count(const std::string& collection, std::string_view filter);
  // The reply of `explain`: how the server would find, without doing so.
  Value explain(const std::string& collection, std::string_view filter);

  // For the engine of conformance, on a collection of its own.
  void insert(const std::string& collection, const std::vector<std::string>& documents);
  void drop(const std::string& collection);

 private:
  struct Client;
  std::unique_ptr<Client> client_;
};

}  // namespace tamis::server
