"""manage.py find "mental health" --near "TS24 8AY" --json: the finder at the command line."""

import json

from django.core.management.base import BaseCommand

from search import find
from search.request import SORTS, SearchRequest
from search.serialise import as_json


class Command(BaseCommand):
    help = "Ask the finder, as the results page does."

    def add_arguments(self, parser):
        parser.add_argument("q", nargs="?", default="", help="words, such as “food bank”")
        parser.add_argument("--near", default="", help="a postcode or the name of a place")
        parser.add_argument("--within-km", type=float, default=None)
        parser.add_argument("--sort", choices=SORTS, default="best")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--size", type=int, default=20)
        parser.add_argument("--json", action="store_true", help="as /api/find answers")

    def handle(self, *args, q, near, within_km, sort, page, size, **options):
        response = find(
            SearchRequest(q=q, near=near, within_km=within_km, sort=sort, page=page, size=size)
        )
        if options["json"]:
            self.stdout.write(json.dumps(as_json(response), ensure_ascii=False, indent=2))
        else:
            self._print(response)

    def _print(self, response):
        where = f" near {response.where.label}" if response.where and response.where.found else ""
        self.stdout.write(f"{response.total} services{where}")
        if response.where and not response.where.found:
            self.stdout.write(response.where.message)
        if response.crisis:
            self.stdout.write("This sounds like danger: crisis help comes first on the page.")
        for hit in response.hits:
            distance = "" if hit.distance_km is None else f", {hit.distance_km} km"
            self.stdout.write(f"  {hit.name} · {hit.organisation}{distance}")
            self.stdout.write("      " + "; ".join(f"{why.kind}: {why.text}" for why in hit.why))
