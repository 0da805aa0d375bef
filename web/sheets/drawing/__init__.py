"""Plans at a true scale: millimetres on paper, an official zone's metres on the ground, SVG the server writes."""
