// The bytes of one request, through cpp-httplib, the routes and the handlers, without a socket.
// `$KEY` in them stands for a key that may do everything, and of every kind of resource there is
// one whose id is `1`.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "fuzz/check.h"
#include "tools/segmentsd/http/adapter.h"
#include "tools/segmentsd/http/framing.h"

namespace segmentsd {
namespace {

using tamis::fuzz::require;

class Memory : public httplib::Stream {
 public:
  explicit Memory(std::string_view bytes) : left_(bytes) {}
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = left_.copy(to, size);
    left_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    written.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return -1; }

  std::string written;

 private:
  std::string_view left_;
};

// What a new world holds, each with the id `1`.
constexpr struct {
  const char *path, *body, *table;
} kThings[] = {
    {"/v1/contact-properties", R"({"name": "score", "type": "NUMBER"})", "contact_properties"},
    {"/v1/topics", R"({"name": "News"})", "topics"},
    {"/v1/contacts", R"({"email": "a@x.fi", "topics": ["1"], "properties": {"score": 1}})",
     "contacts"},
    {"/v1/segments", R"({"name": "s", "conditions": {"subscribedToTopic": ["1"]}})", "segments"},
    {"/v1/campaigns", R"({"name": "c", "segmentId": "1"})", "campaigns"},
};

class World : httplib::Server {
 public:
  World() {
    std::string name = (std::filesystem::temp_directory_path() / "fuzz-http-XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, "a folder for the database");
    folder_ = name;
    segmentsd::Options options;
    options.db = folder_ / "segments.db";
    options.rate = {.per_minute = 0, .per_second = 0};
    db_ = std::make_unique<Database>(options.db);
    key_ = create_key(*db_, "fuzz", {std::begin(kScopes), std::end(kScopes)}, 0, std::nullopt);
    service_ = std::make_unique<Service>(options);
    add_routes(*this, *service_);
    for (const auto& thing : kThings) make(thing.path, thing.body, thing.table);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() override { std::filesystem::remove_all(folder_); }

  std::string answer(std::string bytes) {
    if (const std::size_t at = bytes.find("$KEY"); at != std::string::npos)
      bytes.replace(at, 4, key_);
    Memory stream(bytes);
    bool closed = false;
    process_request(stream, true, closed, nullptr);
    return stream.written;
  }

  // Another number after every transaction that the service has committed.
  std::int64_t version() {
    Statement row = db_->query("PRAGMA data_version");
    row.step();
    return row.integer(0);
  }

 private:
  void make(const std::string& path, const std::string& body, const std::string& table) {
    const std::string made = answer(
        "POST " + path + " HTTP/1.1\r\nAuthorization: Bearer $KEY\r\nContent-Type: " +
        "application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    require(made.starts_with("HTTP/1.1 201"), "a right request is answered so: " + made);
    db_->run("UPDATE " + table + " SET id = '1'");
    new_revision(*db_, 1);
  }

  std::filesystem::path folder_;
  std::unique_ptr<Database> db_;
  std::string key_;
  std::unique_ptr<Service> service_;
};

struct Answer {
  int status = 0;
  std::string_view head, body;
};

Answer read_answer(std::string_view text) {
  require(text.starts_with("HTTP/1.1 ") && text.size() > 12, "a status line");
  const std::size_t end = text.find("\r\n\r\n");
  require(end != std::string_view::npos, "a head");
  return {std::stoi(std::string(text.substr(9, 3))), text.substr(0, end), text.substr(end + 4)};
}

// An error's code is of its status and type, and its request's id is that of the header.
void require_envelope(const Answer& answer, const Json& error) {
  const std::vector<ErrorCode> codes = error_codes();
  require(std::any_of(codes.begin(), codes.end(),
                      [&](const ErrorCode& known) {
                        return known.code == error.value("code", "") &&
                               known.type == error.value("type", "") &&
                               known.status == answer.status;
                      }),
          "a code of the status and the type: " + error.dump());
  require(!error.value("message", "").empty(), "a message");
  require(error.contains("validationErrors") == (answer.status == 422),
          "the fields at fault of a 422, and of it alone: " + error.dump());
  const std::string id = error.value("requestId", "");
  require(!id.empty() && answer.head.find("X-Request-Id: " + id) != std::string_view::npos,
          "the request's id in both places");
}

// An import that ends before its end keeps the lines up to the one it names.
bool may_change(const Answer& answer, const Json& error, std::string_view request) {
  if (request.starts_with("GET ") || request.starts_with("HEAD ")) return false;
  if (answer.status < 300) return true;
  return error.contains("details") && error["details"].value("lines", 0) > 0;
}

void require_answer(World& world, const std::string& request) {
  const std::int64_t before = world.version();
  const std::string text = world.answer(request);
  std::string_view left = text;
  while (left.starts_with("HTTP/1.1 100")) left.remove_prefix(left.find("\r\n\r\n") + 4);
  Json error = Json::object();
  Answer answer;
  if (!left.empty()) {  // something begins a request
    answer = read_answer(left);
    require(answer.status >= 200 && answer.status < 500, "no failure of ours: " + text);
  }
  if (answer.status >= 400 && !answer.body.empty()) {  // no HEAD
    const Json json = Json::parse(answer.body, nullptr, false);
    require(json.is_object() && json.contains("error"), "an envelope: " + text);
    error = json["error"];
    require_envelope(answer, error);
  }
  require(world.version() == before || may_change(answer, error, request),
          "a request that is refused, or reads, changes nothing: " + text);
}

}  // namespace
}  // namespace segmentsd

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace segmentsd;
  constexpr int kInputs = 300;  // what they wrote would slow the later ones
  static std::unique_ptr<World> world;
  static int inputs = 0;
  if (inputs++ % kInputs == 0) world = std::make_unique<World>();
  const std::string bytes(tamis::fuzz::text_of(data, size));
  const Framing framing = framing_of(bytes);
  if (framing == Framing::Whole || framing == Framing::Begun) require_answer(*world, bytes);
  return 0;
}
