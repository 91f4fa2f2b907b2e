"""A visitor of the public pages: reads a page, fills in its form, presses the button."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from organizations.models import Organization

ANSWERS: dict[str, dict[str, Any]] = {
    "records": {"scope": "site"},
    "role": {"role": "self"},
    "authority": {"proof": "signed_permission"},
    "person": {"name": "Ana Example"},
    "safe": {"preferred": "email"},
    "contact": {"name": "Pat Example", "email": "pat@mail.example"},
    "fact-residency": {"value": "US-CA"},
    "fact-wants": {"value": "copies"},
    "fact-topic": {"value": "all"},
    "where": {
        "email": "pat@mail.example",
        "phone": "555-010-4477",
        "post": "1 Main St",
        "identifier": "pat@mail.example",
    },
    "find": {"known_by": "Member 1234"},
}
"""What Pat Example answers unless a test says otherwise."""


@dataclass
class Visitor:
    organization: Organization
    client: Client = field(default_factory=Client)
    url: str = ""
    page: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> str:
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        """What the page says, without its markup."""
        body = re.sub(r"<(script|style).*?</\1>", " ", self.page, flags=re.S)
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.page, re.S)
        return html.unescape(found[1]).strip() if found else ""

    def get(self, url: str) -> "Visitor":
        return self._arrive(url, self.client.get(url))

    def post(self, data: dict[str, Any] | None = None, url: str = "") -> "Visitor":
        url = url or self.url
        return self._arrive(url, self.client.post(url, data or {}))

    def begin(self, *wishes: str) -> "Visitor":
        self.get(f"/{self.organization.slug}/ask/")
        return self.post({"wishes": list(wishes)}) if wishes else self

    def walk(self, until: str = "check", **answers: dict[str, Any]) -> "Visitor":
        """Answer page after page up to `until`; what is not said in `answers` is Pat's answer."""
        said = {**ANSWERS, **{name.replace("__", "-"): answer for name, answer in answers.items()}}
        for _ in range(30):
            if self.step == until:
                return self
            before = self.url
            self.post(said.get(self.step, {"text": "The street is wrong."}))
            assert self.url != before, self.text
        raise AssertionError(f"{until} was never reached")

    def problems(self) -> list[str]:
        """What the summary of errors says, line by line."""
        found = re.search(r'<div class="problem".*?</div>', self.page, re.S)
        lines = re.findall(r"<li>(.*?)</li>", found[0], re.S) if found else []
        return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]

    def value_of(self, name: str) -> str:
        """What stands in a text field."""
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.page)
        value = re.search(r'value="([^"]*)"', field[0]) if field else None
        area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', self.page, re.S)
        return html.unescape(value[1] if value else area[1].strip() if area else "")

    def ticked(self, value: str) -> bool:
        return bool(re.search(rf'<input[^>]*value="{value}"[^>]*checked', self.page))

    def _arrive(self, url: str, response: HttpResponseBase) -> "Visitor":
        while response.status_code in (301, 302):
            found = urlsplit(response.headers["Location"])
            url = f"{found.path}?{found.query}" if found.query else found.path
            response = self.client.get(url)
        assert isinstance(response, HttpResponse)
        self.page, self.status, self.headers = response.content.decode(), response.status_code, response.headers
        form = re.search(r'<form method="post" novalidate action="([^"]+)"', self.page)
        self.url = form[1] if form else url.partition("?")[0]  # where the button leads, as in a browser
        return self
