"""Names on the sample's map: real street names of Phan Thiết for main streets, numbered alleys for lanes."""

STREETS = (
    "Trần Hưng Đạo", "Thủ Khoa Huân", "Lê Hồng Phong", "Nguyễn Tất Thành", "Tôn Đức Thắng", "Tuyên Quang",
    "Hùng Vương", "Nguyễn Thị Minh Khai", "Lê Duẩn", "Trường Chinh", "Hải Thượng Lãn Ông", "Võ Thị Sáu",
    "Từ Văn Tư", "Trưng Trắc", "Nguyễn Huệ", "Lý Thường Kiệt", "Trần Phú", "Phạm Văn Đồng", "Nguyễn Hội",
    "Kim Đồng", "Cao Thắng", "Ngô Sĩ Liên", "Bà Triệu", "Phan Bội Châu", "Trần Quý Cáp", "Lê Lợi",
    "Nguyễn Văn Cừ", "Huỳnh Thúc Kháng", "Đặng Văn Lãnh", "Tôn Thất Tùng", "Chu Văn An", "Trần Cao Vân",
    "Nguyễn Du", "Phan Chu Trinh", "Hoàng Hoa Thám", "Lê Quý Đôn", "Đinh Tiên Hoàng", "Ngư Ông", "Lâm Hồng Long",
    "Hoàng Diệu", "Yersin", "Lương Ngọc Quyến", "Nguyễn Thượng Hiền", "Mậu Thân", "Phạm Ngọc Thạch",
    "Trương Vĩnh Ký", "Nguyễn Thông", "Đoàn Thị Điểm", "Hồ Ngọc Lầu", "Võ Văn Kiệt",
)  # fmt: skip
RIVER_NAME = "sông Cà Ty"
SEA_NAME = "BIỂN ĐÔNG"
QUAY_NAME = "Trưng Nhị"
COAST_NAME = "Nguyễn Phúc Chu"
CANARY_OWNER = "CHỦ THỬ NGHIỆM"


def street_name(place: int, rank: int) -> str:
    """Return the name of the street at this place in the list of streets of its rank (0 main … 3 lane)."""
    if rank == 3:
        return f"Hẻm {2 * place + 5}"
    name = STREETS[place % len(STREETS)]
    again = place // len(STREETS)
    return f"đường {name}" + (f" {again + 1}" if again else "")


# What a clerk writes into the remarks column of a polygon file, by land use.
REMARKS = {
    "DGD": "Trường học",
    "DCH": "Chợ phường",
    "NTD": "Nghĩa địa",
    "TON": "Chùa",
    "TIN": "Đình, miếu",
    "DYT": "Trạm y tế",
    "TSC": "Trụ sở Ủy ban nhân dân",
    "DKV": "Công viên",
    "LUC": "Ruộng hai vụ",
    "NTS": "Ao nuôi tôm",
    "BCS": "Bãi cát ven biển",
}
