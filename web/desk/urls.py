"""Addresses of the desk (UI direction §2)."""

from django.urls import path

from web.desk import fits, home, imports, tiles

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
    path("o/<int:batch_id>/<str:layers>/<int:z>/<int:x>/<int:y>.pbf", tiles.batch_tile, name="desk-tiles"),
]
