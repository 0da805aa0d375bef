"""Pages that join rooms: parcel sheet, planning sheet."""
