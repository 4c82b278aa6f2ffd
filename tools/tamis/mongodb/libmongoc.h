// libmongoc, which is loaded when a server is first asked for: it brings a dozen libraries with it,
// and loading them takes longer than all else that happens as the command starts.
#pragma once

#include <mongoc/mongoc.h>

namespace tamis::server {

// Its functions, by their names without `mongoc_`.
class Libmongoc {
 public:
  // Loads it once, and keeps it. Throws ServerError if it is not installed.
  static const Libmongoc& get();

  ~Libmongoc();
  Libmongoc(const Libmongoc&) = delete;
  Libmongoc& operator=(const Libmongoc&) = delete;

 private:
  Libmongoc();
  void* const library_;  // before the functions, which are found in it
  void* find(const char* name) const;

 public:
// NOLINTBEGIN(bugprone-macro-parentheses): a name that is declared stands in none
#define TAMIS_MONGOC(name)          \
  decltype(&::mongoc_##name) name = \
      reinterpret_cast<decltype(&::mongoc_##name)>(find("mongoc_" #name))
  // NOLINTEND(bugprone-macro-parentheses)
  TAMIS_MONGOC(init);
  TAMIS_MONGOC(cleanup);
  TAMIS_MONGOC(log_set_handler);
  TAMIS_MONGOC(uri_new_with_error);
  TAMIS_MONGOC(uri_destroy);
  TAMIS_MONGOC(uri_get_database);
  TAMIS_MONGOC(uri_get_hosts);
  TAMIS_MONGOC(uri_get_option_as_int32);
  TAMIS_MONGOC(uri_set_option_as_int32);
  TAMIS_MONGOC(client_new_from_uri_with_error);
  TAMIS_MONGOC(client_destroy);
  TAMIS_MONGOC(client_set_appname);
  TAMIS_MONGOC(client_set_error_api);
  TAMIS_MONGOC(client_get_collection);
  TAMIS_MONGOC(client_read_command_with_opts);
  TAMIS_MONGOC(collection_destroy);
  TAMIS_MONGOC(collection_find_with_opts);
  TAMIS_MONGOC(collection_count_documents);
  TAMIS_MONGOC(collection_create_bulk_operation_with_opts);
  TAMIS_MONGOC(collection_drop);
  TAMIS_MONGOC(cursor_next);
  TAMIS_MONGOC(cursor_error);
  TAMIS_MONGOC(cursor_destroy);
  TAMIS_MONGOC(bulk_operation_insert_with_opts);
  TAMIS_MONGOC(bulk_operation_execute);
  TAMIS_MONGOC(bulk_operation_destroy);
#undef TAMIS_MONGOC
};

}  // namespace tamis::server
