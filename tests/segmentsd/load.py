"""32 clients over HTTP, reads and writes: no 5xx, and no stale read after an acknowledged write."""
import random
import threading
import time

from service import ServiceTest

CLIENTS = 32


class LoadTest(ServiceTest):
    OPTIONS = [*ServiceTest.OPTIONS, "--max-connections-per-address", "256"]

    def load(self, seconds):
        self.create("/v1/contact-properties", {"name": "score", "type": "NUMBER"})
        shared = "/v1/contacts/" + self.create("/v1/contacts", {"email": "all@x.fi"})["id"]
        faults, rounds, end = [], [0] * CLIENTS, time.monotonic() + seconds

        def client(number):
            try:
                city, rng = f"city {number}", random.Random(number)
                segment = "/v1/segments/" + self.create(
                    "/v1/segments", {"name": "s", "conditions": {"city": city}})["id"]
                contact = "/v1/contacts/" + self.create("/v1/contacts", {"email": f"{number}@x.fi"})["id"]
                while time.monotonic() < end:
                    step = rounds[number] = rounds[number] + 1
                    inside = rng.random() < 0.5
                    self.ok("PUT", contact, {"city": city if inside else None, "properties": {"score": step}})
                    found = self.ok("GET", contact)
                    self.assertEqual(found["properties"]["score"], step)
                    conditions = {"$and": [{"city": city}, {"score": step}]}
                    self.ok("PUT", segment, {"name": f"step {step}", "conditions": conditions})
                    found = self.ok("GET", segment)
                    self.assertEqual((found["name"], found["conditions"], found["memberCount"]),
                                     (f"step {step}", conditions, int(inside)))
                    self.assertEqual(len(self.ok("GET", segment + "/contacts")["data"]), int(inside))
                    self.ok("PUT", shared, {"firstName": f"{number} {step}"})
                    found = self.ok("POST", "/v1/contacts/search", {"conditions": {"score": step, "city": city}})
                    self.assertEqual(found["total"], int(inside))
                    self.ok("GET", "/v1/segments?limit=3")
            except BaseException as fault:
                faults.append(fault)
        threads = [threading.Thread(target=client, args=(i,)) for i in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]
        self.assertGreater(min(rounds), 0)
        self.command("verify")
        return sum(rounds)
