"""From line work to a fabric of faces, and checks of that fabric."""
