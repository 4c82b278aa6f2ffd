// Many threads at once: no answer of 5xx, no stale read after an acknowledged write, no data race.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "tests/segmentsd/api_request.h"
#include "tests/support/catch.h"
#include "tools/segmentsd/http/connections.h"
#include "tools/segmentsd/http/service.h"
#include "tools/segmentsd/keys/keys.h"

namespace segmentsd {
namespace {

constexpr int kClients = 32;
constexpr int kRounds = 12;

// A folder that is gone at the end of its life.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "segmentsd-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

class Client {
 public:
  Client(Service& service, std::string key) : service_(service), key_(std::move(key)) {}

  Json send(const std::string& method, const std::string& path, const Json& body = nullptr) {
    const Request request = api_request(method, path, key_, body);
    Response response = service_.answer(request);
    // Where all is slow, under a sanitizer, a writer's patience may end; its request is then as
    // new.
    while (response.status == 503) response = service_.answer(request);
    if (response.status >= 400) ++refused;
    return Json::parse(response.body);
  }

  int refused = 0, stale = 0;

 private:
  Service& service_;
  std::string key_;
};

// Its own segment and contact, between which it sees no state but its last.
void run(Client& client, int number) {
  const std::string city = "city " + std::to_string(number);
  const Json segment =
      client.send("POST", "/v1/segments", {{"name", "s"}, {"conditions", {{"city", city}}}});
  const Json contact =
      client.send("POST", "/v1/contacts", {{"email", std::to_string(number) + "@x.fi"}});
  if (client.refused != 0) return;
  const std::string segment_path = "/v1/segments/" + segment["id"].get<std::string>();
  const std::string contact_path = "/v1/contacts/" + contact["id"].get<std::string>();
  for (int round = 0; round < kRounds; ++round) {
    const bool in = round % 2 == 0;
    client.send("PUT", contact_path, {{"city", in ? Json(city) : Json(nullptr)}});
    if (client.send("GET", segment_path)["memberCount"] != (in ? 1 : 0)) ++client.stale;
    const Json wanted{{"$and", {{{"city", city}}, {{"country", {{"$ne", "FI"}}}}}}};
    client.send("PUT", segment_path,
                {{"name", "round " + std::to_string(round)}, {"conditions", wanted}});
    const Json found = client.send("GET", segment_path);
    if (found["name"] != "round " + std::to_string(round) || found["conditions"] != wanted)
      ++client.stale;
    const Json members = client.send("GET", segment_path + "/contacts");
    if (members["data"].size() != (in ? 1U : 0U)) ++client.stale;
    const Json all = client.send("POST", "/v1/contacts/search", {{"conditions", {{"city", city}}}});
    if (all["total"] != (in ? 1 : 0)) ++client.stale;
  }
}

TEST_CASE("writes and reads of many clients", "[segmentsd]") {
  const Folder folder;
  Options options;
  options.db = (folder.path / "segments.db").string();
  options.rate = {.per_minute = 0, .per_second = 0};
  std::string key;
  {
    Database db(options.db);
    key = create_key(db, "acme", {std::begin(kScopes), std::end(kScopes)}, 0, std::nullopt);
  }
  Service service(options);
  std::vector<Client> clients(kClients, Client(service, key));
  std::vector<std::thread> threads;
  for (int i = 0; i < kClients; ++i)
    threads.emplace_back([&clients, i] { run(clients[static_cast<std::size_t>(i)], i); });
  std::atomic<bool> done{false};
  std::thread refresher([&] {
    while (!done) {
      try {
        service.refresh();
      } catch (const StoreError&) {
        // Not its turn in time: the next round does it.
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  for (std::thread& thread : threads) thread.join();
  done = true;
  refresher.join();
  for (const Client& client : clients) {
    CHECK(client.refused == 0);
    CHECK(client.stale == 0);
  }
}

// A listening socket of the loopback and its port.
std::pair<int, sockaddr_in> listening() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(socket, 128) == 0);
  REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  return {socket, address};
}

std::string ask(const sockaddr_in& server, std::string_view request) {
  const Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0)
    return "not connected";
  (void)!::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL);
  std::string answer(4096, '\0');
  std::size_t filled = 0;
  for (ssize_t count = 1; count > 0;
       filled += static_cast<std::size_t>(std::max<ssize_t>(count, 0)))
    count = ::recv(socket.get(), answer.data() + filled, answer.size() - filled, 0);
  answer.resize(filled);
  return answer;
}

TEST_CASE("connections of many clients", "[segmentsd]") {
  const auto [listener, address] = listening();
  std::atomic<int> worked{0};
  std::vector<std::string> answers(64);
  {
    Connections connections(
        {.all = 64, .per_address = 64, .request_time = std::chrono::milliseconds(500)}, 4,
        {.work =
             [&](Connection& connection) {
               ++worked;
               (void)!::send(connection.socket.get(), "whole", 5, MSG_NOSIGNAL);
             },
         .refusal = [](std::string_view code, std::string_view) { return std::string(code); }});
    std::thread acceptor([&, socket = listener] {
      for (std::size_t i = 0; i < answers.size(); ++i)
        connections.add(::accept(socket, nullptr, nullptr));
    });
    std::vector<std::thread> clients;
    for (std::size_t i = 0; i < answers.size(); ++i)
      clients.emplace_back([&answers, i, server = address] {
        answers[i] = ask(server, i % 2 == 0 ? "GET / HTTP/1.1\r\n\r\n" : "GET / HTTP/1.1\r\n");
      });
    for (std::thread& client : clients) client.join();
    acceptor.join();
  }
  ::close(listener);
  CHECK(worked == 32);
  CHECK(std::count(answers.begin(), answers.end(), "whole") == 32);
  CHECK(std::count(answers.begin(), answers.end(), "REQUEST_TIMEOUT") == 32);
}

}  // namespace
}  // namespace segmentsd
