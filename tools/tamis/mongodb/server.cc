#include "tools/tamis/mongodb/server.h"

#include <span>

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "tools/tamis/mongodb/libmongoc.h"

namespace tamis::server {
namespace {

constexpr int kWait = 5'000;  // milliseconds

const Libmongoc& mongoc() {
  return Libmongoc::get();
}

template <auto Destroy>
struct Deleter {
  template <class T>
  void operator()(T* handle) const {
    (mongoc().*Destroy)(handle);
  }
};
using Uri = std::unique_ptr<mongoc_uri_t, Deleter<&Libmongoc::uri_destroy>>;
using Handle = std::unique_ptr<mongoc_client_t, Deleter<&Libmongoc::client_destroy>>;
using CollectionHandle =
    std::unique_ptr<mongoc_collection_t, Deleter<&Libmongoc::collection_destroy>>;
using Cursor = std::unique_ptr<mongoc_cursor_t, Deleter<&Libmongoc::cursor_destroy>>;
using Bulk = std::unique_ptr<mongoc_bulk_operation_t, Deleter<&Libmongoc::bulk_operation_destroy>>;

// bson_t asks for an alignment that a template's argument would lose.
class Bson {
 public:
  explicit Bson(std::string_view bytes)
      : document_(bson_new_from_data(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                     bytes.size())) {}
  explicit Bson(const Value& value) : Bson(std::string_view(*to_bson(value))) {}
  ~Bson() { bson_destroy(document_); }
  Bson(const Bson&) = delete;
  Bson& operator=(const Bson&) = delete;

  const bson_t* get() const { return document_; }

 private:
  bson_t* document_;
};

std::string_view bytes_of(const bson_t& document) {
  return {reinterpret_cast<const char*>(bson_get_data(&document)), document.len};
}

std::string hosts_of(const mongoc_uri_t* uri) {
  std::string hosts;
  for (const auto* host = mongoc().uri_get_hosts(uri); host != nullptr; host = host->next)
    hosts += fmt::format("{}{}", hosts.empty() ? "" : ", ", host->host_and_port);
  return hosts;
}

}  // namespace

struct Server::Client {
  Uri uri;
  Handle handle;
  std::string database;

  // What a reply of the server says is told as it is; of a server that did not answer, who it is.
  [[noreturn]] void fail(const bson_error_t& error) const {
    const bool no_server =
        error.domain == MONGOC_ERROR_SERVER_SELECTION || error.domain == MONGOC_ERROR_STREAM;
    throw ServerError(
        no_server ? fmt::format("no MongoDB server answers at {}: {}", hosts_of(uri.get()),
                                static_cast<const char*>(error.message))
                  : fmt::format("MongoDB says: {}", static_cast<const char*>(error.message)));
  }

  CollectionHandle collection(const std::string& name) const {
    return CollectionHandle(
        mongoc().client_get_collection(handle.get(), database.c_str(), name.c_str()));
  }
};

Server::Server(const std::string& uri) : client_(std::make_unique<Client>()) {
  bson_error_t error{};
  client_->uri.reset(mongoc().uri_new_with_error(uri.c_str(), &error));
  if (!client_->uri)
    throw ServerError(
        fmt::format("the URI of the server is wrong: {}", static_cast<const char*>(error.message)));
  if (mongoc().uri_get_option_as_int32(client_->uri.get(), MONGOC_URI_SERVERSELECTIONTIMEOUTMS,
                                       0) == 0)
    mongoc().uri_set_option_as_int32(client_->uri.get(), MONGOC_URI_SERVERSELECTIONTIMEOUTMS,
                                     kWait);
  client_->handle.reset(mongoc().client_new_from_uri_with_error(client_->uri.get(), &error));
  if (!client_->handle) client_->fail(error);
  mongoc().client_set_error_api(client_->handle.get(), MONGOC_ERROR_API_VERSION_2);
  mongoc().client_set_appname(client_->handle.get(), "tamis");
  const char* database = mongoc().uri_get_database(client_->uri.get());
  client_->database = database == nullptr ? "" : database;
}

Server::~Server() = default;

const std::string& Server::database() const {
  return client_->database;
}

void Server::use_database(std::string name) {
  client_->database = std::move(name);
}

void Server::find(const std::string& collection, std::string_view filter,
                  const FindOptions& options, const std::function<bool(std::string_view)>& use) {
  Object wishes;
  if (options.limit != 0) wishes.push_back({"limit", static_cast<std::int64_t>(options.limit)});
  if (options.ids_only) wishes.push_back({"projection", Value::object({{"_id", 1}})});
  const CollectionHandle handle = client_->collection(collection);
  const Cursor cursor(mongoc().collection_find_with_opts(handle.get(), Bson(filter).get(),
                                                         Bson(Value(wishes)).get(), nullptr));
  const bson_t* document = nullptr;
  while (mongoc().cursor_next(cursor.get(), &document))
    if (!use(bytes_of(*document))) return;
  bson_error_t error{};
  if (mongoc().cursor_error(cursor.get(), &error)) client_->fail(error);
}

std::uint64_t Server::count(const std::string& collection, std::string_view filter) {
  bson_error_t error{};
  const std::int64_t count = mongoc().collection_count_documents(
      client_->collection(collection).get(), Bson(filter).get(), nullptr, nullptr, nullptr, &error);
  if (count < 0) client_->fail(error);
  return static_cast<std::uint64_t>(count);
}

Value Server::explain(const std::string& collection, std::string_view filter) {
  const Value question = *parse_bson(std::as_bytes(std::span(filter)));
  const Value command =
      Value::object({{"explain", Value::object({{"find", collection}, {"filter", question}})},
                     {"verbosity", "queryPlanner"}});
  bson_t reply;
  bson_error_t error{};
  const bool ok =
      mongoc().client_read_command_with_opts(client_->handle.get(), client_->database.c_str(),
                                             Bson(command).get(), nullptr, nullptr, &reply, &error);
  Result<Value> value = parse_bson(std::as_bytes(std::span(bytes_of(reply))));
  bson_destroy(&reply);
  if (!ok) client_->fail(error);
  if (!value) throw ServerError("MongoDB's reply is no BSON");
  return *std::move(value);
}

void Server::insert(const std::string& collection, const std::vector<std::string>& documents) {
  if (documents.empty()) return;
  const CollectionHandle handle = client_->collection(collection);
  const Bulk bulk(mongoc().collection_create_bulk_operation_with_opts(handle.get(), nullptr));
  // The server is to judge names; libmongoc would refuse more than servers of today do.
  const Bson options(Value::object({{"validate", false}}));
  bson_error_t error{};
  for (const std::string& document : documents)
    if (!mongoc().bulk_operation_insert_with_opts(
            bulk.get(), Bson(std::string_view(document)).get(), options.get(), &error))
      client_->fail(error);
  if (mongoc().bulk_operation_execute(bulk.get(), nullptr, &error) == 0) client_->fail(error);
}

void Server::drop(const std::string& collection) {
  bson_error_t error{};
  constexpr std::uint32_t kNoSuchCollection = 26;
  if (!mongoc().collection_drop(client_->collection(collection).get(), &error) &&
      error.code != kNoSuchCollection)
    client_->fail(error);
}

}  // namespace tamis::server
