"""File-to-file conversion of coordinates: point tables here, drawings, layers and pictures beside them."""
