"""Front door of dossiers: cases, files, transactions, ledger, and the proof of history.

Order of a change: `open_dossier` → `store_file`, `attach_file` → `submit_transaction` → (another person)
`approve_transaction` and the register's rows in one `transaction.atomic` → `record_entries`.
"""

from dossiers.errors import (
    AnchorContradicted,
    DamagedFile,
    FileRefused,
    FourEyes,
    NotPending,
    OutsideTransaction,
    UnknownDossier,
    UnknownFile,
    UnknownKind,
    UnknownTransaction,
)
from dossiers.history.anchors import Anchor, ensure_anchor, write_anchor
from dossiers.history.verify import Broken, VerifyReport, verify_history
from dossiers.queries import (
    dossier,
    dossier_by_code,
    dossiers,
    dossiers_about,
    entries_about,
    entries_of,
    files_of,
    stored_file,
    transaction,
    transactions_of,
)
from dossiers.services.cases import attach_file, check_files, close_dossier, open_dossier, store_file
from dossiers.services.transactions import (
    approve_transaction,
    record_entries,
    reject_transaction,
    submit_transaction,
    withdraw_transaction,
)
from dossiers.snapshots import (
    DossierSnapshot,
    EntryDraft,
    EntrySnapshot,
    StoredFileSnapshot,
    TransactionSnapshot,
)
from dossiers.vault import stored_path

__all__ = [
    "Anchor",
    "AnchorContradicted",
    "Broken",
    "DamagedFile",
    "DossierSnapshot",
    "EntryDraft",
    "EntrySnapshot",
    "FileRefused",
    "FourEyes",
    "NotPending",
    "OutsideTransaction",
    "StoredFileSnapshot",
    "TransactionSnapshot",
    "UnknownDossier",
    "UnknownFile",
    "UnknownKind",
    "UnknownTransaction",
    "VerifyReport",
    "approve_transaction",
    "attach_file",
    "check_files",
    "close_dossier",
    "dossier",
    "dossier_by_code",
    "dossiers",
    "dossiers_about",
    "ensure_anchor",
    "entries_about",
    "entries_of",
    "files_of",
    "open_dossier",
    "record_entries",
    "reject_transaction",
    "store_file",
    "stored_file",
    "stored_path",
    "submit_transaction",
    "transaction",
    "transactions_of",
    "verify_history",
    "withdraw_transaction",
    "write_anchor",
]
