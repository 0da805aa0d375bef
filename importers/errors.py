"""Refusals of the goods entrance."""

from gis_core.errors import DomainError


class ImportRefused(DomainError):
    """A batch that may not go on; the file is kept for inspection."""

    code = "import_refused"


class BatchNotFound(DomainError):
    """No such batch, or none the asker may see."""

    code = "batch_not_found"


class WrongBatchState(DomainError):
    """The batch stands where this step is not possible."""

    code = "wrong_batch_state"


class OpenFindings(DomainError):
    """Findings that must be settled stand open."""

    code = "open_findings"


class RunLost(Exception):
    """Another worker holds the batch now, or the lock's connection died: stop without writing."""


class RunCancelled(Exception):
    """An officer asked for the batch to be cancelled."""


class DefectInBatch(Exception):
    """The programme failed on a batch; says the type of the fault only, for the original may quote the file."""


def batch_not_found(batch_id: int) -> BatchNotFound:
    """The refusal for an unknown batch."""
    return BatchNotFound(
        f"Không có lô nhập số {batch_id}, hoặc bạn không có quyền xem lô này.",
        f"There is no import batch {batch_id}, or you may not see it.",
        hint_vi="Xem danh sách lô ở trang Nhập tệp.",
        hint_en="See the list of batches on the Import page.",
    )


def wrong_state(batch_id: int, status: str, wanted_vi: str, wanted_en: str) -> WrongBatchState:
    """The refusal for an act that does not fit the batch's status."""
    return WrongBatchState(
        f"Lô {batch_id} đang ở trạng thái «{status}», không thể {wanted_vi}.",
        f"Batch {batch_id} is '{status}' and cannot be {wanted_en}.",
        hint_vi="Tải lại trang để xem trạng thái mới nhất.",
        hint_en="Reload the page to see where the batch stands.",
    )
