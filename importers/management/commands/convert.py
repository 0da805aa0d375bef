"""`manage.py convert IN OUT --from CRS --to CRS`: coordinates of whole files, by a pinned operation."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gis_core.crs.named_fit import KINDS, NamedFit
from gis_core.crs.operations import Conversion, choose_operation
from gis_core.crs.systems import parse_system
from gis_core.errors import DomainError
from importers.conversion.dispatch import convert
from importers.conversion.fits import named_fit
from importers.conversion.map_command import add_map_arguments, answer_of, lines_of
from importers.conversion.map_files import is_map_work
from importers.conversion.request import ConversionRequest


class Command(BaseCommand):
    """Convert a file from one coordinate system to another."""

    help = "Convert coordinates of a file: point tables (CSV, TXT, XLSX), map files and pictures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The stable names of the command contract."""
        parser.add_argument("source", type=Path, metavar="IN")
        parser.add_argument("target", type=Path, metavar="OUT")
        parser.add_argument("--from", dest="crs_from", default="", help="EPSG code, name, province, or a definition")
        parser.add_argument("--to", dest="crs_to", required=True, help="the same")
        parser.add_argument("--swap-axes", action="store_true", help="the file has its two coordinates swapped")
        parser.add_argument("--fit", default="", metavar="NAME|CONTROL.csv", help="saved fit or table of common points")
        parser.add_argument("--fit-kind", default="helmert", choices=KINDS, help="kind of fit for CONTROL.csv")
        parser.add_argument("--stretch", action="store_true", help="rubber sheeting of the fit's residuals")
        parser.add_argument("--columns", default="", help="names of the columns of a table without header: name,x,y")
        parser.add_argument("--json", action="store_true", help="print exactly one JSON object")
        add_map_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0: done. Exit 1: refused, with the reason. Exit 2: wrong use."""
        began = time.monotonic()
        if not options["source"].exists():
            raise CommandError(f"No such file: {options['source']}", returncode=2)
        if is_map_work(options["source"], options["target"]):
            self._answer(self._convert_maps(options), began, options)
            return
        if not options["crs_from"] and not options["fit"]:
            raise CommandError("--from CRS is needed (or --fit NAME, which knows its own)", returncode=2)
        try:
            request = ConversionRequest(
                source=options["source"],
                target=options["target"],
                conversion=self._conversion(options),
                swap_axes=options["swap_axes"],
                columns=tuple(name.strip() for name in options["columns"].split(",") if name.strip()),
                progress=self._progress,
            )
            answer = convert(request)
        except DomainError as refusal:
            answer = {"ok": False, "error": refusal.as_answer()}
        self._answer(answer, began, options)

    def _answer(self, answer: dict[str, Any], began: float, options: dict[str, Any]) -> None:
        answer["seconds"] = round(time.monotonic() - began, 2)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        elif is_map_work(options["source"], options["target"]):
            self.stdout.write("\n".join(lines_of(answer)))
        else:
            self._tell(answer)
        if not answer["ok"]:
            sys.exit(1)

    def _convert_maps(self, options: dict[str, Any]) -> dict[str, Any]:
        """Map files and pictures; a saved fit goes along as its common points."""
        try:
            conversion = self._conversion(options) if options["fit"] else None
        except DomainError as refusal:
            return {"ok": False, "error": refusal.as_answer()}
        fit = conversion.fit if conversion else None
        return answer_of(options, fit.as_paper() if isinstance(fit, NamedFit) else None, self._progress)

    def _conversion(self, options: dict[str, Any]) -> Conversion:
        target = parse_system(options["crs_to"])
        source = parse_system(options["crs_from"]) if options["crs_from"] else None
        if not options["fit"]:
            return choose_operation(source or target, target)
        try:
            fit = named_fit(
                options["fit"], source=source, target=target, kind=options["fit_kind"], stretch=options["stretch"],
                on=timezone.localdate(),
            )  # fmt: skip
        except OSError as error:
            raise CommandError(f"--fit: {options['fit']} cannot be read", returncode=2) from error
        return choose_operation(source or fit.source, target, fit=fit)

    def _progress(self, message: str) -> None:
        self.stderr.write(message)

    def _tell(self, answer: dict[str, Any]) -> None:
        if "error" in answer:
            error = answer["error"]
            self.stdout.write(f"{error['message_vi']}\n{error['hint']['vi']}\n{error['message_en']}")
            return
        operation = answer.get("operation", {})
        accuracy = operation.get("accuracy_m")
        said = "chưa biết" if accuracy is None else f"{accuracy:g} m"
        self.stdout.write(f"Phép chuyển: {operation.get('code')} ({operation.get('name')}), độ chính xác {said}")
        counts = answer.get("features", {})
        self.stdout.write(f"Vào {counts.get('in')} = ra {counts.get('out')} + không đổi được {counts.get('rejected')}")
        self.stdout.write(f"Lệch lớn nhất khi chuyển ngược: {answer.get('max_round_trip_m', 0) * 1000:.6f} mm")
        for caution in answer.get("cautions", []):
            self.stdout.write(f"Lưu ý: {caution['vi']}")
        for reason, count in answer.get("rejected_by_reason", {}).items():
            self.stdout.write(f"  {reason}: {count}")
