"""The document of GET /openapi.json as a judge: every exchange of the tests is held against it."""
import http.client
import json
import re
import threading
import urllib.parse

import jsonschema

# Headers that HTTP brings along; every other one has to be documented.
COMMON_HEADERS = {"accept-ranges", "connection", "content-length", "content-type", "keep-alive"}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def resolve(document, node):
    """What a `$ref` by itself names, or the node."""
    while node.keys() == {"$ref"}:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


class Document:
    def __init__(self, document):
        self.document = document
        self.validators, self.lock = {}, threading.Lock()
        self.templates = [(re.compile("[^/]+".join(map(re.escape, re.split(r"{\w+}", path))) + "$"), path)
                          for path in sorted(document["paths"], key=lambda path: path.count("{"))]

    def operations(self):
        """(method, path, operation) of each."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method, path, item[method]

    def mistakes(self, schema, value):
        """What is wrong with the value, as lines."""
        with self.lock:
            if id(schema) not in self.validators:
                # Beside its components, so that the references in it lead somewhere.
                whole = {"components": self.document["components"], "allOf": [schema]}
                self.validators[id(schema)] = jsonschema.Draft202012Validator(whole)
        found = jsonschema.exceptions.best_match(self.validators[id(schema)].iter_errors(value))
        return [] if found is None else [f"{found.json_path}: {found.message}"]

    def path_of(self, path):
        return next((known for template, known in self.templates if template.match(path)), None)

    def response(self, method, path, status):
        """The response of this status, or why there may not be one."""
        known = self.path_of(path)
        if known is None:
            name = "responses/Error404" if status == 404 else None
        elif method.lower() not in self.document["paths"][known]:
            name = "responses/Error405" if status == 405 else None
        else:
            found = self.document["paths"][known][method.lower()]["responses"].get(str(status))
            return resolve(self.document, found) if found else f"{method} {known} has no {status}"
        # Before the path and the method are looked at, the request itself may be refused.
        if name is None and status in (400, 408, 414, 416, 429, 431, 500, 503):
            name = f"responses/Error{status}"
        if name is None:
            return f"{method} {path}, which the document does not have, is answered {status}"
        return resolve(self.document, {"$ref": f"#/components/{name}"})

    def check(self, method, path, body, answer):
        """The faults of an exchange. `body` is bytes or None; `answer` has status, headers, bytes."""
        path = urllib.parse.unquote(path.split("?")[0], errors="replace")
        read = "GET" if method == "HEAD" else method
        response = self.response(read, path, answer.status)
        if isinstance(response, str):
            return [response]
        faults = self.check_headers(response, answer)
        if method != "HEAD":
            faults += self.check_content(response, answer)
        if answer.status < 300:
            faults += self.check_request(read, path, body)
        return faults

    def check_refusal(self, answer):
        """The faults of an answer to a request that was not read to its path."""
        response = self.document["components"]["responses"].get(f"Error{answer.status}")
        if response is None:
            return [f"{answer.status} is not documented"]
        return self.check_headers(response, answer) + self.check_content(response, answer)

    def check_headers(self, response, answer):
        documented = {name: resolve(self.document, header)
                      for name, header in response.get("headers", {}).items()}
        expected = COMMON_HEADERS | {name.lower() for name in documented}
        faults = [f"the header {name} is not documented" for name in answer.headers
                  if name.lower() not in expected]
        for name, header in documented.items():
            if name not in answer.headers:
                if header.get("required"):
                    faults.append(f"the header {name} is missing")
                continue
            value = answer.headers[name]
            if header["schema"].get("type") == "integer" and re.fullmatch("[0-9]+", value):
                value = int(value)
            faults += [f"the header {name}: {mistake}"
                       for mistake in self.mistakes(header["schema"], value)]
        return faults

    def check_content(self, response, answer):
        content = response.get("content")
        if content is None:
            return ["a body that is not documented"] if answer.bytes else []
        kind = answer.headers["Content-Type"].split(";")[0]
        if kind not in content:
            return [f"{kind} is not documented"]
        value = json.loads(answer.bytes) if kind == "application/json" else answer.bytes.decode()
        lines = answer.bytes.splitlines() if "x-itemSchema" in content[kind] else []
        return [mistake for schema, part in [
            (content[kind]["schema"], value),
            *((content[kind]["x-itemSchema"], json.loads(line)) for line in lines)]
            for mistake in self.mistakes(schema, part)]

    def request_schema(self, method, path):
        operation = self.document["paths"][self.path_of(path)][method.lower()]
        body = operation.get("requestBody")
        return body and body["content"].get("application/json", {}).get("schema")

    def check_request(self, method, path, body):
        """What the service takes, the document has to describe."""
        schema = self.request_schema(method, path)
        if schema is None or not isinstance(body, bytes):
            return []
        return [f"the service takes a body that the document does not: {fault}"
                for fault in self.mistakes(schema, json.loads(body))]


known, fetching = {}, threading.Lock()


def of_service(port):
    """The document, fetched once in a process: it is the same of every start."""
    with fetching:
        if not known:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/openapi.json")
            known["document"] = Document(json.loads(connection.getresponse().read()))
            connection.close()
        return known["document"]
