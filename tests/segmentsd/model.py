"""Random writes to the service and to a model of it in plain Python; members equal after each."""
import datetime
import random
import sqlite3
import time

from service import START, ServiceTest

DAY = 86_400_000
COUNTRIES = ["FI", "SE", "NO"]
CITIES = ["Oulu", "Turku", "Åbo", "Bo"]
STATUSES = ["SUBSCRIBED", "UNSUBSCRIBED", "BOUNCED"]


def iso(ms):
    return datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"


# Each gives a condition, and what it means: a function of a contact and the moment. A contact is a
# dictionary that lacks what is not set.

def equality(rng, topics):
    field, values = rng.choice([("country", COUNTRIES), ("city", CITIES), ("status", STATUSES)])
    value, other = rng.choice(values), rng.choice(values)
    return rng.choice([
        ({field: value}, lambda c, now: c.get(field) == value),
        ({field: {"$ne": value}}, lambda c, now: c.get(field) != value),
        ({"field": field, "operator": "eq", "value": value}, lambda c, now: c.get(field) == value),
        ({"field": field, "operator": "nin", "value": [value, other]},
         lambda c, now: c.get(field) not in (value, other)),
        ({field: {"$in": [value, other]}}, lambda c, now: c.get(field) in (value, other)),
        ({field: {"$exists": True}}, lambda c, now: field in c),
        ({"field": field, "operator": "exists", "value": False}, lambda c, now: field not in c),
    ])


def order(rng, topics):
    limit = rng.choice([-1, 0, 5, 5.5, 10])
    return rng.choice([
        ({"score": {"$gt": limit}}, lambda c, now: "score" in c and c["score"] > limit),
        ({"score": {"$lte": limit}}, lambda c, now: "score" in c and c["score"] <= limit),
        ({"score": {"$not": {"$lt": limit}}}, lambda c, now: not ("score" in c and c["score"] < limit)),
        ({"score": {"$gte": limit, "$lt": limit + 5}},
         lambda c, now: "score" in c and limit <= c["score"] < limit + 5),
        ({"score": limit}, lambda c, now: c.get("score") == limit),
        ({"vip": limit > 4}, lambda c, now: c.get("vip") is (limit > 4)),
        ({"vip": {"$ne": True}}, lambda c, now: c.get("vip") is not True),
    ])


def words(rng, topics):
    part = rng.choice(["o", "O", "u", "Tur", "ku", "Å"])
    operator, test = rng.choice([("contains", lambda city: part in city),
                                 ("startsWith", lambda city: city.startswith(part)),
                                 ("endsWith", lambda city: city.endswith(part))])
    return ({"field": "city", "operator": operator, "value": part},
            lambda c, now: "city" in c and test(c["city"]))


def moments(rng, topics):
    field = rng.choice(["createdAt", "born", "subscribedAt"])
    days, fixed = rng.choice([1, 7, 30]), START + rng.choice([-1, 0, 3]) * DAY
    return rng.choice([
        ({field: {"$gte": f"now-{days}d"}}, lambda c, now: field in c and c[field] >= now - days * DAY),
        ({field: {"$lt": f"now-{days}d"}}, lambda c, now: field in c and c[field] < now - days * DAY),
        ({field: {"$gt": "now/d"}}, lambda c, now: field in c and c[field] > now - now % DAY),
        ({field: {"$gt": f"now-{days}h"}},
         lambda c, now: field in c and c[field] > now - days * 3_600_000),
        ({field: {"$lte": iso(fixed)}}, lambda c, now: field in c and c[field] <= fixed),
    ])


def subscriptions(rng, topics):
    if not topics:
        return equality(rng, topics)
    ids = rng.sample(topics, rng.randint(1, len(topics)))

    def subscribed(contact, now):
        return any(contact["topics"].get(i) == "SUBSCRIBED" for i in ids)
    return rng.choice([({"subscribedToTopic": ids}, subscribed),
                       ({"notSubscribedToTopic": ids}, lambda c, now: not subscribed(c, now))])


def condition(rng, topics, depth=2):
    if depth == 0 or rng.random() < 0.4:
        return rng.choice([equality, order, words, moments, subscriptions])(rng, topics)
    parts = [condition(rng, topics, depth - 1) for _ in range(rng.randint(1, 3))]
    texts, tests = [p[0] for p in parts], [p[1] for p in parts]
    return rng.choice([
        ({"$and": texts}, lambda c, now: all(t(c, now) for t in tests)),
        ({"$or": texts}, lambda c, now: any(t(c, now) for t in tests)),
        ({"$nor": texts}, lambda c, now: not any(t(c, now) for t in tests)),
        ({"$not": texts[0]}, lambda c, now: not tests[0](c, now)),
    ])


class Model:
    def __init__(self, test, seed):
        self.test, self.random = test, random.Random(seed)
        self.contacts, self.segments, self.topics = {}, {}, []
        self.emails = 0

    # A step is a write to both.

    def contact_body(self):
        rng, body = self.random, {}
        for field, values in [("country", COUNTRIES), ("city", CITIES)]:
            if rng.random() < 0.6:
                body[field] = rng.choice([*values, None])
        if rng.random() < 0.5:
            body["status"] = rng.choice(STATUSES)
        if rng.random() < 0.7:
            body["properties"] = {
                name: rng.choice([value, None]) for name, value in [
                    ("score", rng.choice([-2, 0, 5, 5.25, 9, 12])), ("vip", rng.random() < 0.5),
                    ("born", iso(START + rng.randint(-40, 10) * DAY + rng.randint(0, DAY)))]
                if rng.random() < 0.7}
        if self.topics and rng.random() < 0.5:
            topic = rng.choice(self.topics)
            body["topics"] = [rng.choice([topic, {"id": topic, "state": "UNSUBSCRIBED"}])]
        return body

    def apply(self, contact, body, created):
        before = contact.get("status")
        for field in ("country", "city", "status"):
            if field in body:
                contact[field] = body[field]
        if created:
            contact.setdefault("status", "SUBSCRIBED")
            contact["createdAt"] = self.test.now
        if contact["status"] != before and contact["status"] == "SUBSCRIBED":
            contact["subscribedAt"] = self.test.now
        for name, value in body.get("properties", {}).items():
            if name == "born" and value is not None:
                value = round(datetime.datetime.fromisoformat(value).timestamp() * 1000)
            contact[name] = value
        for topic in body.get("topics", []):
            entry = {"id": topic, "state": "SUBSCRIBED"} if isinstance(topic, str) else topic
            contact["topics"][entry["id"]] = entry["state"]
        for field in [f for f, value in contact.items() if value is None]:
            del contact[field]

    def create_contact(self):
        self.emails += 1
        body = {**self.contact_body(), "email": f"c{self.emails}@x.fi"}
        made = self.test.create("/v1/contacts", body)
        contact = self.contacts[made["id"]] = {"topics": {}}
        self.apply(contact, body, True)

    def update_contact(self):
        if not self.contacts:
            return
        target = self.random.choice(list(self.contacts))
        body = {**self.contact_body(), "firstName": "x"}
        self.test.ok("PUT", "/v1/contacts/" + target, body)
        self.apply(self.contacts[target], body, False)

    def delete_contact(self):
        if self.contacts:
            target = self.random.choice(list(self.contacts))
            self.test.ok("DELETE", "/v1/contacts/" + target)
            del self.contacts[target]

    def create_segment(self):
        text, meaning = condition(self.random, self.topics)
        made = self.test.create("/v1/segments", {"name": "s", "conditions": text})
        self.segments[made["id"]] = (text, meaning)

    def update_segment(self):
        if self.segments:
            target = self.random.choice(list(self.segments))
            text, meaning = condition(self.random, self.topics)
            found = self.test.ok("PUT", "/v1/segments/" + target, {"conditions": text})
            self.segments[target] = (text, meaning)
            self.test.assertEqual(found["memberCount"], len(self.members(target)), text)

    def dry_run(self):
        if self.segments:
            target = self.random.choice(list(self.segments))
            text, meaning = condition(self.random, self.topics)
            found = self.test.ok("PUT", f"/v1/segments/{target}?dryRun=true", {"conditions": text})
            before = self.members(target)
            after = {i for i, c in self.contacts.items() if meaning(c, self.test.now)}
            for field, expected in [("membersAdded", after - before), ("membersKept", after & before),
                                    ("membersRemoved", before - after)]:
                self.test.assertEqual(found[field]["count"], len(expected), text)
                self.test.assertLessEqual(set(found[field]["sample"]), expected, text)

    def delete_segment(self):
        if self.segments:
            target = self.random.choice(list(self.segments))
            self.test.ok("DELETE", "/v1/segments/" + target)
            del self.segments[target]

    def create_topic(self):
        if len(self.topics) < 4:
            self.topics.append(self.test.create("/v1/topics", {"name": f"t{self.emails}",
                                                               "slug": f"t{self.random.random()}"[3:]})["id"])

    def delete_topic(self):
        if not self.topics:
            return
        topic = self.random.choice(self.topics)
        used = any(topic in str(text) for text, _ in self.segments.values())
        answer = self.test.send("DELETE", "/v1/topics/" + topic)
        self.test.assertEqual(answer.status, 409 if used else 200, answer.bytes)
        if not used:
            self.topics.remove(topic)
            for contact in self.contacts.values():
                contact["topics"].pop(topic, None)

    def move_clock(self):
        """Members that time moves are brought up to it on start, and while it runs."""
        to = self.test.now + self.random.choice([1, DAY // 3, DAY, 8 * DAY, 40 * DAY])
        if self.random.random() < 0.5:
            self.test.stop()
            self.test.set_clock(to)
            self.test.start()
            return
        self.test.set_clock(to)
        deadline = time.monotonic() + 20
        while self.stored() != self.expected() and time.monotonic() < deadline:
            time.sleep(0.05)

    def search(self):
        text, meaning = condition(self.random, self.topics)
        found = self.test.ok("POST", "/v1/contacts/search?limit=100", {"conditions": text})
        expected = {i for i, c in self.contacts.items() if meaning(c, self.test.now)}
        self.test.assertEqual({c["id"] for c in found["data"]}, expected, text)
        self.test.assertEqual(found["total"], len(expected), text)

    STEPS = [(create_contact, 8), (update_contact, 8), (delete_contact, 2), (create_segment, 3),
             (update_segment, 3), (delete_segment, 1), (create_topic, 1), (delete_topic, 1),
             (move_clock, 1), (search, 2), (dry_run, 2)]

    def step(self):
        steps, weights = zip(*self.STEPS)
        chosen = self.random.choices(steps, weights)[0]
        chosen(self)
        return chosen.__name__

    def members(self, segment):
        return {i for i, c in self.contacts.items() if self.segments[segment][1](c, self.test.now)}

    def expected(self):
        return {segment: (len(self.members(segment)), self.members(segment))
                for segment in self.segments}

    def stored(self):
        """What the tables say: the count and the members of each segment."""
        database = sqlite3.connect(self.test.folder / "segments.db")
        try:
            database.execute("BEGIN")
            found = {segment: (count, set()) for segment, count in
                     database.execute("SELECT id, member_count FROM segments")}
            for segment, contact in database.execute(
                    "SELECT s.id, c.id FROM members m JOIN segments s ON s.pk = m.segment "
                    "JOIN contacts c ON c.pk = m.contact"):
                found[segment][1].add(contact)
            return found
        finally:
            database.close()


class ModelTest(ServiceTest):
    def walk(self, seed, steps):
        for name, kind in [("score", "NUMBER"), ("vip", "BOOLEAN"), ("born", "DATE")]:
            self.create("/v1/contact-properties", {"name": name, "type": kind})
        model = Model(self, seed)
        joined = 0
        for number in range(steps):
            done = model.step()
            expected, stored = model.expected(), model.stored()
            joined += sum(count for count, _ in expected.values())
            for segment in expected.keys() | stored.keys():
                self.assertEqual(stored.get(segment), expected.get(segment),
                                 f"seed {seed}, step {number}, {done}: {model.segments.get(segment)}")
        self.assertGreater(joined, 0)
        self.command("verify")
