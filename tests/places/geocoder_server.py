"""A real web server on this machine that answers as an online geocoder would, or as badly as asked."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Geocoding(BaseHTTPRequestHandler):
    """Answers Nominatim's /search and postcodes.io's /postcodes and /places as the server is told."""

    def do_GET(self):
        self.server.asked.append(parse_qs(urlsplit(self.path).query).get("q", [self.path])[0])
        # The client gives up on slow answers, as it should.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.answer(self)

    def send(self, body, status=200):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def nominatim(lat, lon):
    """An answer of Nominatim's with one place."""
    place = {"lat": str(lat), "lon": str(lon), "display_name": "Somewhere"}
    return lambda handler: handler.send([place])


def sends(body, status=200):
    return lambda handler: handler.send(body, status)


def silent(handler):
    """Takes the question and says nothing until the client is gone or the test is over."""
    handler.server.over.wait(10)


def drips(handler):
    """Sends a letter at a time, for ever: no single read of it times out."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.wait(0.05):
        handler.wfile.write(b"[")
        time.sleep(0)


@contextmanager
def geocoder_server(answer):
    """Serve on a free port; yields the server, whose `asked` lists the questions that came."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Geocoding)
    server.answer, server.asked, server.over = answer, [], threading.Event()
    server.domain = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
