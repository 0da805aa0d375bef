"""`manage.py worker`: runs queued work, brings back work whose worker died, survives a database restart."""

import logging
import os
import socket
import threading
import time
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from dossiers import api as dossiers
from importers import api

logger = logging.getLogger(__name__)

SWEEP_EVERY_S = 60.0


class Command(BaseCommand):
    """The background worker of one machine; start more for more work."""

    requires_system_checks: list[str] = []  # pages and addresses are checked where they are served
    help = "Run background work (imports, registration) and bring back what a dead worker left."

    def add_arguments(self, parser: CommandParser) -> None:
        """--sweep-every is for tests; --batch ends when nothing is left to do."""
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks at the queue")
        parser.add_argument("--sweep-every", type=float, default=SWEEP_EVERY_S)
        parser.add_argument("--batch", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, then work until told to stop."""
        if os.geteuid() == 0:
            raise SystemExit("The worker never runs as root; start it through ./run or as a service user.")
        stop = threading.Event()
        self._sweep()
        sweeper = threading.Thread(target=self._sweep_for_ever, args=(options["sweep_every"], stop), daemon=True)
        sweeper.start()
        worker: Worker | None = None
        try:
            while True:
                worker = Worker(
                    queue_names=["*"], interval=options["interval"], batch=options["batch"], backend_name="default",
                    startup_delay=False, max_tasks=None, worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
                    excluded_queue_names=[],
                )  # fmt: skip
                worker.configure_signals()
                try:
                    worker.run()
                except Error:
                    logger.warning("database is away; trying again in a second")
                    connections.close_all()
                    time.sleep(1)
                    continue
                return
        finally:
            stop.set()

    def _sweep_for_ever(self, every: float, stop: threading.Event) -> None:
        while not stop.wait(every):
            self._sweep()
            close_old_connections()

    def _sweep(self) -> None:
        """Never raises: a sweep that stopped would leave dead batches for ever."""
        for chore in (dossiers.ensure_anchor, self._bring_back):
            try:
                chore()
            except (Error, psycopg2.Error):
                connections.close_all()
            except Exception:
                logger.exception("chore %s failed; the next sweep tries again", chore.__name__)

    def _bring_back(self) -> None:
        for batch_id in api.sweep_batches():
            logger.warning("batch %s queued again", batch_id)
