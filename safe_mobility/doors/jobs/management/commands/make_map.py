"""Make the outlines that the maps of a country are drawn from, out of one TopoJSON file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from safe_mobility.doors.common.maps import SHAPES
from safe_mobility.doors.common.outlines import Outlines, outlines


class Command(BaseCommand):
    help = "Write the outlines of a country's large and small areas from a TopoJSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", required=True, help="ISO code, as GT")
        parser.add_argument("--code", required=True, help="property with the number of an area")
        parser.add_argument("--large", required=True, help="property with the number of the larger")
        parser.add_argument("--large-divisor", type=int, default=1)
        parser.add_argument("--most", type=int, default=9999, help="higher numbers lie outside")
        parser.add_argument("--source", required=True, help="whom the page has to name")

    def handle(self, *args: Any, **options: Any) -> None:
        topology = json.loads(options["file"].read_text(encoding="utf-8"))
        (only,) = topology["objects"].values()
        small, large = {}, {}
        for place, geometry in enumerate(only["geometries"]):
            code = int(geometry["properties"][options["code"]])
            above = int(geometry["properties"][options["large"]]) // options["large_divisor"]
            if code > options["most"] or above > options["most"]:
                continue
            large[place] = f"{above:02}"
            if code:
                small[place] = f"{code:04}"
        made = {
            "source": options["source"],
            "large": _plain(outlines(topology, code_of=large, width=344, least_area=2.5)),
            "small": _plain(outlines(topology, code_of=small, width=1032, least_area=9)),
        }
        path = SHAPES / f"{options['country'].lower()}.json"
        text = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{path.name}: {len(set(large.values()))} and {len(small)} areas")


def _plain(made: Outlines) -> dict[str, Any]:
    return {"width": made.width, "height": made.height, "paths": made.paths}
