"""Front door of the land register: series and sheets, registering parcels and land objects, finding parcels.

Acts that write run inside the caller's `transaction.atomic` (READ COMMITTED), so that the approval of the
transaction and the rows it brings commit together; each says who may do it through `actor`.

Acts (`draft_act` … `approve_act`) are proposed, previewed and decided; each kind is a line of `ACT_KINDS`.
"""

from land_records.acts.about import parcels_of_acts
from land_records.acts.consulting import PlanQuestion, PlanWord
from land_records.acts.errors import (
    ActNotFoundError,
    ActRefusedError,
    BadPayloadError,
    RightNotWholeError,
    RuleBrokenError,
    SubjectClaimedError,
)
from land_records.acts.loading import typed_payload
from land_records.acts.preview import Preview, PreviewParcel
from land_records.acts.protocol import BLOCKABLE, ActKind
from land_records.acts.queries import act, act_counts, acts, acts_about
from land_records.acts.services import (
    approve_act,
    change_draft,
    draft_act,
    preview_act,
    reject_act,
    submit_act,
    withdraw_act,
)
from land_records.acts.snapshots import ActReceipt, ActSnapshot, ObligationSnapshot
from land_records.acts.table import ACT_KINDS, act_kind
from land_records.acts.why_not import Reason, why_not, why_not_any
from land_records.books.parcel_book import ParcelLine, SheetOfBook, parcel_book, sheets_of_book
from land_records.books.queries import certificate_book, change_book, land_register, years_with_changes
from land_records.books.snapshots import CertificateLine, ChangeLine, RegisterLine
from land_records.cadastre.acts import SheetContent, register_land_objects, register_parcels, register_sheets
from land_records.cadastre.conflicts import register_conflicts
from land_records.cadastre.errors import (
    AmbiguousParcelError,
    BadReferenceError,
    CodeTakenError,
    FabricBusyError,
    NumberTakenError,
    OverlapError,
    ParcelNotFoundError,
    SeriesDiffersError,
    ShapeRefusedError,
    refusal_of,
)
from land_records.cadastre.extent import data_date, fabric_within
from land_records.cadastre.fabric import check_fabric_now, hold_fabric, refusals_in_words
from land_records.cadastre.lookup import find_parcel, parcel_at, parcel_by_code, parcel_by_id
from land_records.cadastre.many import every_parcel, parcels_by_ids, parcels_meant, parcels_with_codes
from land_records.cadastre.naming import ParcelName, parcel_names
from land_records.cadastre.nearby import NearestParcel, nearest_parcel
from land_records.cadastre.prepared import PreparedObjects, PreparedParcels, prepare_land_objects, prepare_parcels
from land_records.cadastre.registration import MOST_PARCELS
from land_records.cadastre.search import search_parcels
from land_records.cadastre.series import (
    ensure_series,
    ensure_sheet,
    ensure_sheets,
    move_parcels,
    replace_series,
    series_of_unit,
    sheets_of,
)
from land_records.cadastre.snapshots import (
    Areas,
    Candidate,
    Corner,
    LandObjectReceipt,
    LandUse,
    NeighbourChange,
    ParcelHit,
    ParcelSnapshot,
    RegisterReceipt,
    SearchAnswer,
    SeriesSnapshot,
    SheetReceipt,
    SheetSnapshot,
    VersionNote,
)
from land_records.cadastre.surroundings import NearShape, surroundings
from land_records.certificates.blank_queries import (
    BlankSnapshot,
    LotSnapshot,
    MoveSnapshot,
    blank,
    blank_lots,
    blank_moves,
    book_of_blanks,
    free_blanks,
)
from land_records.certificates.blanks import (
    MOST_BLANKS,
    hand_blanks,
    lose_blanks,
    receive_blanks,
    return_blanks,
    spoil_blanks,
    stock_is_kept,
)
from land_records.certificates.chain import (
    ChainLink,
    StateNote,
    certificate_chain,
    certificate_states,
    open_issues,
    parcels_proved,
)
from land_records.certificates.errors import (
    BadSerialError,
    BlankRefusedError,
    CertificateNotDraftError,
    CertificateNotFoundError,
    IssueRefusedError,
    PrinterRefusedError,
    QrRefusedError,
    SerialTakenError,
)
from land_records.certificates.numbers import bare_register_no, checked_serial, printed_serial
from land_records.certificates.printers import EXACT, Printer, printer, printers, save_printer
from land_records.certificates.qr import QrFacts, qr_facts, read_qr, signed_qr
from land_records.certificates.qr_keys import PublicKey, keys_in, public_keys
from land_records.certificates.queries import (
    certificate,
    certificate_by_serial,
    certificate_by_token,
    certificates_by_id,
    certificates_on,
    certificates_with_serials,
)
from land_records.certificates.search import CertificateQuery, search_certificates
from land_records.certificates.snapshots import CertificateSnapshot, NoteSnapshot
from land_records.issuing.archive import (
    ArchivedCertificate,
    ArchivedPurpose,
    ArchivedResult,
    record_archived_certificates,
)
from land_records.issuing.book_numbers import next_register_no
from land_records.issuing.errors import ObligationRefusedError
from land_records.issuing.issue import issue_certificate, issue_verdicts
from land_records.issuing.obligations import OBLIGATION_KINDS, obligations_of, record_obligation, settle_obligation
from land_records.issuing.prepare import enter_national_code, prepare_certificate, send_back_certificate
from land_records.lineage.comparison import SurveyPair, SurveyPreview, survey_preview
from land_records.lineage.old_numbers import resolve_old_certificate, resolve_old_number, search_old_numbers
from land_records.lineage.queries import heirs_of, lineage_of
from land_records.lineage.resurvey import ResurveyReceipt, parcels_waiting_after_resurvey, register_resurvey
from land_records.lineage.snapshots import Heir, Lineage, OldNumberAnswer, Relative, Step
from land_records.lineage.succession import SuccessorProposal, assign_unit, parcels_between_successors
from land_records.paper_gaps.queries import Gap, GapPage, gap_count, gap_page
from land_records.parties import front as parties_front
from land_records.parties.front import *  # noqa: F403  (the names stand in its __all__, checked by a test)
from land_records.rights.queries import (
    assets_by_id,
    assets_on,
    restrictions_by_id,
    restrictions_on,
    rights_by_id,
    rights_of_parties,
    rights_on,
)
from land_records.rights.snapshots import AssetSnapshot, Holder, Purpose, RestrictionSnapshot, RightSnapshot
from land_records.rules.checks import RULES_ASKED
from land_records.rules.queries import RuleSnapshot, all_rules, rules_in_force
from land_records.rules.services import RuleRefusedError, add_rule, end_rule
from land_records.rules.verdicts import Verdict

__all__ = [
    "ACT_KINDS",
    "BLOCKABLE",
    "EXACT",
    "MOST_BLANKS",
    "MOST_PARCELS",
    "OBLIGATION_KINDS",
    "RULES_ASKED",
    "ActKind",
    "ActNotFoundError",
    "ActReceipt",
    "ActRefusedError",
    "ActSnapshot",
    "AmbiguousParcelError",
    "ArchivedCertificate",
    "ArchivedPurpose",
    "ArchivedResult",
    "Areas",
    "AssetSnapshot",
    "BadPayloadError",
    "BadReferenceError",
    "BadSerialError",
    "BlankRefusedError",
    "BlankSnapshot",
    "Candidate",
    "CertificateLine",
    "CertificateNotDraftError",
    "CertificateNotFoundError",
    "CertificateQuery",
    "CertificateSnapshot",
    "ChainLink",
    "ChangeLine",
    "CodeTakenError",
    "Corner",
    "FabricBusyError",
    "Gap",
    "GapPage",
    "Heir",
    "Holder",
    "IssueRefusedError",
    "LandObjectReceipt",
    "LandUse",
    "Lineage",
    "LotSnapshot",
    "MoveSnapshot",
    "NearShape",
    "NearestParcel",
    "NeighbourChange",
    "NoteSnapshot",
    "NumberTakenError",
    "ObligationRefusedError",
    "ObligationSnapshot",
    "OldNumberAnswer",
    "OverlapError",
    "ParcelHit",
    "ParcelLine",
    "ParcelName",
    "ParcelNotFoundError",
    "ParcelSnapshot",
    "PlanQuestion",
    "PlanWord",
    "PreparedObjects",
    "PreparedParcels",
    "Preview",
    "PreviewParcel",
    "Printer",
    "PrinterRefusedError",
    "PublicKey",
    "Purpose",
    "QrFacts",
    "QrRefusedError",
    "Reason",
    "RegisterLine",
    "RegisterReceipt",
    "Relative",
    "RestrictionSnapshot",
    "ResurveyReceipt",
    "RightNotWholeError",
    "RightSnapshot",
    "RuleBrokenError",
    "RuleRefusedError",
    "RuleSnapshot",
    "SearchAnswer",
    "SerialTakenError",
    "SeriesDiffersError",
    "SeriesSnapshot",
    "ShapeRefusedError",
    "SheetContent",
    "SheetOfBook",
    "SheetReceipt",
    "SheetSnapshot",
    "StateNote",
    "Step",
    "SubjectClaimedError",
    "SuccessorProposal",
    "SurveyPair",
    "SurveyPreview",
    "Verdict",
    "VersionNote",
    "act",
    "act_counts",
    "act_kind",
    "acts",
    "acts_about",
    "add_rule",
    "all_rules",
    "approve_act",
    "assets_by_id",
    "assets_on",
    "assign_unit",
    "bare_register_no",
    "blank",
    "blank_lots",
    "blank_moves",
    "book_of_blanks",
    "certificate",
    "certificate_book",
    "certificate_by_serial",
    "certificate_by_token",
    "certificate_chain",
    "certificate_states",
    "certificates_by_id",
    "certificates_on",
    "certificates_with_serials",
    "change_book",
    "change_draft",
    "check_fabric_now",
    "checked_serial",
    "data_date",
    "draft_act",
    "end_rule",
    "ensure_series",
    "ensure_sheet",
    "ensure_sheets",
    "enter_national_code",
    "every_parcel",
    "fabric_within",
    "find_parcel",
    "free_blanks",
    "gap_count",
    "gap_page",
    "hand_blanks",
    "heirs_of",
    "hold_fabric",
    "issue_certificate",
    "issue_verdicts",
    "keys_in",
    "land_register",
    "lineage_of",
    "lose_blanks",
    "move_parcels",
    "nearest_parcel",
    "next_register_no",
    "obligations_of",
    "open_issues",
    "parcel_at",
    "parcel_book",
    "parcel_by_code",
    "parcel_by_id",
    "parcel_names",
    "parcels_between_successors",
    "parcels_by_ids",
    "parcels_meant",
    "parcels_of_acts",
    "parcels_proved",
    "parcels_waiting_after_resurvey",
    "parcels_with_codes",
    "prepare_certificate",
    "prepare_land_objects",
    "prepare_parcels",
    "preview_act",
    "printed_serial",
    "printer",
    "printers",
    "public_keys",
    "qr_facts",
    "read_qr",
    "receive_blanks",
    "record_archived_certificates",
    "record_obligation",
    "refusal_of",
    "refusals_in_words",
    "register_conflicts",
    "register_land_objects",
    "register_parcels",
    "register_resurvey",
    "register_sheets",
    "reject_act",
    "replace_series",
    "resolve_old_certificate",
    "resolve_old_number",
    "restrictions_by_id",
    "restrictions_on",
    "return_blanks",
    "rights_by_id",
    "rights_of_parties",
    "rights_on",
    "rules_in_force",
    "save_printer",
    "search_certificates",
    "search_old_numbers",
    "search_parcels",
    "send_back_certificate",
    "series_of_unit",
    "settle_obligation",
    "sheets_of",
    "sheets_of_book",
    "signed_qr",
    "spoil_blanks",
    "stock_is_kept",
    "submit_act",
    "surroundings",
    "survey_preview",
    "typed_payload",
    "why_not",
    "why_not_any",
    "withdraw_act",
    "years_with_changes",
]

__all__ += parties_front.__all__
