"""Making the sample in memory, from the recipe to drawings and truth."""

from dataclasses import dataclass

import pandas as pd

from importers.sample.arcs import Arc, bend_into_arcs
from importers.sample.drawing import Drawing, style_sheets
from importers.sample.fabric import Fabric, build_fabric
from importers.sample.fault_kinds import Planted
from importers.sample.faults import plant_faults
from importers.sample.ground import Ground
from importers.sample.labels import name_streets, place_labels, place_names
from importers.sample.linework import draw_boundaries
from importers.sample.plan import Plan, Street
from importers.sample.recipe import Recipe
from importers.sample.register import Commune, number_commune
from importers.sample.town import make_town


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole sample: the plan it grew from, the true commune, the planted faults, the drawing that carries them."""

    recipe: Recipe
    plan: Plan
    ground: Ground
    fabric: Fabric
    streets: list[Street]
    arcs: list[Arc]
    commune: Commune
    planted: Planted
    names: pd.DataFrame
    drawing: Drawing


def make_sample(recipe: Recipe) -> Sample:
    """Return the sample of a recipe; the same recipe always gives the same sample."""
    town = make_town(recipe)
    ground = Ground(town.plan, recipe.seed)
    fabric = build_fabric(town.plan, town.lots, ground, recipe.seed)
    arcs = bend_into_arcs(fabric, recipe.seed)
    commune = number_commune(fabric, arcs, recipe.seed)
    strokes = draw_boundaries(fabric, commune, arcs)
    labels = place_labels(commune)
    planted = plant_faults(fabric, commune, arcs, strokes, labels, each=recipe.faults, seed=recipe.seed)
    streets = name_streets(town.plan, town.streets)
    names = place_names(town.plan, streets, ground, commune)
    drawing = Drawing(commune, planted.strokes, planted.labels, names, style_sheets(commune))
    return Sample(recipe, town.plan, ground, fabric, streets, arcs, commune, planted, names, drawing)
