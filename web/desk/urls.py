"""Addresses of the desk (UI direction §2)."""

from django.urls import path, re_path

from web.desk import archive, books, dossiers, fits, home, imports, paper_gaps, scans, tiles

urlpatterns = [
    path("", home.home, name="desk-home"),
    path("nhap-tep/", imports.batches, name="desk-imports"),
    path("nhap-tep/<int:batch_id>/", imports.batch, name="desk-batch"),
    path("nhap-tep/<int:batch_id>/tien-do/", imports.progress, name="desk-progress"),
    path("nhap-tep/<int:batch_id>/tien-do.json", imports.progress_json, name="desk-progress-json"),
    path("nhap-tep/<int:batch_id>/phan/", imports.pane, name="desk-pane"),
    path("nhap-tep/<int:batch_id>/phat-hien/<int:finding_id>/", imports.finding, name="desk-finding"),
    path("nhap-tep/<int:batch_id>/phat-hien/<int:finding_id>/xu-ly/", imports.settle, name="desk-settle"),
    path("nhap-tep/<int:batch_id>/quyet-dinh/", imports.decide, name="desk-decide"),
    path("nhap-tep/<int:batch_id>/trinh/", imports.submit, name="desk-submit"),
    path("nhap-tep/<int:batch_id>/duyet/", imports.approve, name="desk-approve"),
    path("nhap-tep/<int:batch_id>/tra-lai/", imports.give_back, name="desk-return"),
    path("nhap-tep/<int:batch_id>/huy/", imports.cancel, name="desk-cancel"),
    path("nhap-tep/<int:batch_id>/bien-nhan/", imports.receipt, name="desk-receipt"),
    path("toa-do/", fits.fits_page, name="desk-fits"),
    path("toa-do/<int:fit_id>/", fits.fit_page, name="desk-fit"),
    path("ho-so/", dossiers.dossier_list, name="desk-dossiers"),
    path("ho-so/moi/", dossiers.receive, name="desk-dossier-new"),
    path("ho-so/con-thieu/", paper_gaps.lists, name="desk-paper-gaps"),
    path("ho-so/luu-tru/", archive.deliveries, name="desk-archive"),
    path("ho-so/luu-tru/<int:batch_id>/", archive.batch, name="desk-archive-batch"),
    path("ho-so/luu-tru/<int:batch_id>/tien-do/", archive.progress, name="desk-archive-progress"),
    path("ho-so/luu-tru/<int:batch_id>/viec/", archive.decide, name="desk-archive-decide"),
    path("ho-so/luu-tru/<int:batch_id>/tep/<int:scan_id>/", archive.settle_page, name="desk-archive-scan"),
    path("ho-so/luu-tru/<int:batch_id>/tep/<int:scan_id>/chon/", archive.settle, name="desk-archive-settle"),
    path(
        "ho-so/luu-tru/<int:batch_id>/tep/<int:scan_id>/<int:page>-<str:size>.jpg",
        archive.scan_page,
        name="desk-archive-page",
    ),
    path("ho-so/<str:code>/", dossiers.dossier, name="desk-dossier"),
    path("ho-so/<str:code>/giay/", dossiers.add_paper, name="desk-paper-add"),
    path("ho-so/<str:code>/giay/<int:document_id>/", scans.viewer, name="desk-scan"),
    path("ho-so/<str:code>/giay/<int:document_id>/tep/", scans.original, name="desk-scan-file"),
    path("ho-so/<str:code>/giay/<int:document_id>/ban-quet/", dossiers.add_scan, name="desk-scan-add"),
    path("ho-so/<str:code>/giay/<int:document_id>/tinh-trang/", dossiers.mark_paper, name="desk-paper-mark"),
    path(
        "ho-so/<str:code>/giay/<int:document_id>/<int:page>-<str:size>.jpg", scans.page_picture, name="desk-scan-page"
    ),
    path("ho-so/<str:code>/lien-ket/", dossiers.link, name="desk-link-add"),
    path("ho-so/<str:code>/lien-ket/<int:link_id>/bo/", dossiers.end_link, name="desk-link-end"),
    path("ho-so/<str:code>/vi-tri/", dossiers.shelve, name="desk-shelve"),
    path("ho-so/<str:code>/dong/", dossiers.close, name="desk-dossier-close"),
    path("so/", books.books, name="desk-books"),
    path("so/muc-ke/", books.parcel_book, name="desk-parcel-book"),
    re_path(r"^so/muc-ke\.(?P<form>xlsx|pdf)$", books.parcel_book_file, name="desk-parcel-book-file"),
    path("o/<int:batch_id>/<str:layers>/<int:z>/<int:x>/<int:y>.pbf", tiles.batch_tile, name="desk-tiles"),
]
