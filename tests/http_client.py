"""A client that speaks HTTP to a real web process, as one behind the installation's proxy; for `Visitor`."""

import http.client
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.http import HttpResponse


class HttpClient:
    """Keeps cookies, sends the form token back, follows nothing."""

    def __init__(self, port: int, host: str, scheme: str = "https") -> None:
        self.port = port
        self.host = host
        self.scheme = scheme
        self.cookies: dict[str, str] = {}

    def get(self, url: str) -> HttpResponse:
        return self._ask("GET", url)

    def post(self, url: str, data: dict[str, object]) -> HttpResponse:
        token = next((value for name, value in self.cookies.items() if name.endswith("csrf")), "")
        return self._ask("POST", url, urlencode({**data, "csrfmiddlewaretoken": token}, doseq=True))

    def _ask(self, method: str, url: str, body: str | None = None) -> HttpResponse:
        headers = {
            "Host": self.host,
            "X-Forwarded-Proto": self.scheme,
            "X-Forwarded-For": "203.0.113.7",
            "Referer": f"{self.scheme}://{self.host}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, url, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        headers_found = {name: value for name, value in answer.getheaders() if name.lower() in ("location",)}
        return HttpResponse(content, status=answer.status, headers=headers_found)
