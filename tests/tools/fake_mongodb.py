"""A MongoDB server for the tests: speaks the wire protocol, holds collections of JSON types.

What a filter selects is what `tamis match` says, so this shows that the client asks and reads
rightly, and nothing about MongoDB.
"""
import json
import socketserver
import struct
import subprocess
import threading

from bson import BSON, decode_all

OP_REPLY, OP_QUERY, OP_MSG = 1, 2004, 2013
DOCUMENTS, SEQUENCE = 0, 1
FIRST_BATCH = 2


class FakeMongoDb:
    """Listens on a free port until stopped. `commands` holds what it was asked."""

    def __init__(self, tamis, collections, plan=None, failing=None):
        self.tamis, self.collections, self.plan = tamis, collections, plan or {}
        self.failing = failing or {}  # command name -> message
        self.commands = []
        self.cursors = {}
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                while server.answer_one(self.request):
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.tcp = Server(("127.0.0.1", 0), Handler)
        self.uri = f"mongodb://127.0.0.1:{self.tcp.server_address[1]}/shop"
        threading.Thread(target=self.tcp.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.tcp.shutdown()
        self.tcp.server_close()

    def answer_one(self, connection):
        header = self.read(connection, 16)
        if header is None:
            return False
        length, request, _, opcode = struct.unpack("<iiii", header)
        body = self.read(connection, length - 16)
        if opcode == OP_QUERY:
            # flags, the collection's name, skip and limit stand before the command
            start = body.index(b"\0", 4) + 1 + 8
            reply = struct.pack("<iqii", 8, 0, 0, 1) + self.reply_to(decode_all(body[start:])[0])
            self.write(connection, request, OP_REPLY, reply)
        else:
            reply = struct.pack("<iB", 0, DOCUMENTS) + self.reply_to(self.message(body))
            self.write(connection, request, OP_MSG, reply)
        return True

    @staticmethod
    def read(connection, size):
        data = b""
        while len(data) < size:
            more = connection.recv(size - len(data))
            if not more:
                return None
            data += more
        return data

    @staticmethod
    def write(connection, request, opcode, body):
        connection.sendall(struct.pack("<iiii", 16 + len(body), 0, request, opcode) + body)

    @staticmethod
    def message(body):
        at, command = 4, None
        while at < len(body):
            kind, size = body[at], struct.unpack_from("<i", body, at + 1)[0]
            section = body[at + 1:at + 1 + size]
            if kind == DOCUMENTS:
                command = decode_all(section)[0]
            else:
                name, documents = section[4:].split(b"\0", 1)
                command[name.decode()] = decode_all(documents)
            at += 1 + size
        return command

    def reply_to(self, command):
        name = next(iter(command))
        self.commands.append(command)
        if name in self.failing:
            return BSON.encode({"ok": 0.0, "errmsg": self.failing[name], "code": 2,
                                "codeName": "BadValue"})
        made = getattr(self, "do_" + name.lower(), lambda _: {})(command)
        return BSON.encode({"ok": 1.0, **made})

    def do_ismaster(self, _):
        return {"ismaster": True, "isWritablePrimary": True, "helloOk": True, "minWireVersion": 0,
                "maxWireVersion": 21, "maxBsonObjectSize": 16777216,
                "maxMessageSizeBytes": 48000000, "maxWriteBatchSize": 100000}

    do_hello = do_ismaster

    def found(self, collection, condition):
        documents = self.collections.get(collection, [])
        lines = "".join(json.dumps({"_at": i, **document}) + "\n"
                        for i, document in enumerate(documents))
        done = subprocess.run([self.tamis, "match", json.dumps(condition)], input=lines, text=True,
                              capture_output=True, check=False)
        return [documents[json.loads(line)["_at"]] for line in done.stdout.splitlines()]

    def do_find(self, command):
        found = self.found(command["find"], command["filter"])[:command.get("limit") or None]
        if command.get("projection") == {"_id": 1}:
            found = [{"_id": document["_id"]} for document in found]
        rest = found[FIRST_BATCH:]
        cursor = 42 if rest else 0
        self.cursors[cursor] = rest
        return {"cursor": {"id": cursor, "ns": "shop.x", "firstBatch": found[:FIRST_BATCH]}}

    def do_getmore(self, command):
        return {"cursor": {"id": 0, "ns": "shop.x", "nextBatch": self.cursors[command["getMore"]]}}

    def do_aggregate(self, command):
        count = len(self.found(command["aggregate"], command["pipeline"][0]["$match"]))
        batch = [{"_id": 1, "n": count}] if count else []
        return {"cursor": {"id": 0, "ns": "shop.x", "firstBatch": batch}}

    def do_explain(self, _):
        return {"queryPlanner": {"winningPlan": self.plan}}

    def do_insert(self, command):
        self.collections.setdefault(command["insert"], []).extend(command["documents"])
        return {"n": len(command["documents"])}

    def do_drop(self, command):
        self.collections.pop(command["drop"], None)
        return {}
