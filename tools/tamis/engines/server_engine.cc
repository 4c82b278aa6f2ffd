// A MongoDB server: each case's documents in a collection of their own, which is dropped.
#include <tamis/mongodb.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/stored.h"
#include "tools/tamis/mongodb/server.h"

namespace tamis::engines {
namespace {

using server::Server;
using server::ServerError;

constexpr const char* kDatabase = "tamis_conform";

// Documents by number, which is their `_id`; none where one has an `_id` of its own or no BSON.
std::optional<std::vector<std::string>> numbered(const std::vector<Value>& documents) {
  std::vector<std::string> numbered;
  for (const Value& document : documents) {
    if (document.find("_id") != nullptr) return std::nullopt;
    Object members = document.as<Object>();
    members.insert(members.begin(), {"_id", static_cast<std::int32_t>(numbered.size())});
    const std::optional<std::string> bson = to_bson(Value(std::move(members)));
    if (!bson) return std::nullopt;
    numbered.push_back(*bson);
  }
  return numbered;
}

class ServerEngine : public Engine {
 public:
  ServerEngine() {
    const char* uri = std::getenv("TAMIS_MONGODB_URI");
    if (uri == nullptr || *uri == '\0') {
      trouble_ = "no server: neither --uri nor TAMIS_MONGODB_URI names one";
      return;
    }
    try {
      server_.emplace(uri);
      if (server_->database().empty()) server_->use_database(kDatabase);
      server_->count("tamis_conform", *to_bson(Value(Object())));
    } catch (const ServerError& error) {
      trouble_ = error.what();
    }
  }

  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    if (!trouble_.empty()) return Skipped{trouble_};
    const Context at{context.now_ms, zone_of(condition, context)};
    const auto filter = mongodb::emit(condition, {.now = at});
    if (!filter) return Rejected{error_codes(filter.diagnostics())};
    const auto& schema = condition.schema();
    const auto held =
        numbered(schema ? as_stored(documents.values(), *schema) : documents.values());
    if (!held) return Skipped{"documents that have an `_id` or cannot be stored"};
    const std::string collection = fmt::format("tamis_conform_{}_{}", getpid(), ++cases_);
    try {
      server_->insert(collection, *held);
    } catch (const ServerError& error) {
      server_->drop(collection);
      return Skipped{fmt::format("the server does not store this: {}", error.what())};
    }
    const Outcome outcome = found(collection, filter->bson);
    server_->drop(collection);
    return outcome;
  }

 private:
  Outcome found(const std::string& collection, const std::string& filter) {
    Matched matched;
    try {
      server_->find(collection, filter, {.ids_only = true}, [&](std::string_view bson) {
        const Result<Value> document = parse_bson(std::as_bytes(std::span(bson)));
        const Value* id = document ? document->find("_id") : nullptr;
        if (id != nullptr)
          if (const auto* number = id->get_if<std::int32_t>())
            matched.ids.push_back(static_cast<std::uint32_t>(*number));
        return true;
      });
    } catch (const ServerError& error) {
      return Rejected{{error.what()}};
    }
    std::sort(matched.ids.begin(), matched.ids.end());
    return matched;
  }

  std::optional<Server> server_;
  std::string trouble_;
  std::size_t cases_ = 0;
};

}  // namespace

std::unique_ptr<Engine> make_mongodb_server() {
  return std::make_unique<ServerEngine>();
}

}  // namespace tamis::engines
