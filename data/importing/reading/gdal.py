"""pyogrio with the four drivers that are needed, and no other.

GDAL reads ``GDAL_SKIP`` once, when pyogrio is first imported; import pyogrio through this module only. Some of
its other drivers fetch addresses or open further files named in what they read.
"""

from __future__ import annotations

import os

ALLOWED = frozenset({"GPKG", "GeoJSON", "ESRI Shapefile", "CSV"})

OTHERS = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,"
    "GML,GPSBabel,GPX,GTFS,GeoJSONSeq,GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo File,"
    "MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,"
    "PLSCENES,PMTiles,S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX,"
    "VRT,DERIVED,WCS,WMS,WMTS,DAAS,PLMOSAIC,STACTA,STACIT,Zarr"
)

os.environ["GDAL_SKIP"] = OTHERS
os.environ.setdefault("OGR_GEOJSON_MAX_OBJ_SIZE", "200")

import pyogrio  # type: ignore[import-untyped]  # noqa: E402
from pyogrio import raw  # noqa: E402
from pyogrio.errors import DataLayerError, DataSourceError  # type: ignore[import-untyped]  # noqa: E402

__all__ = ["DataLayerError", "DataSourceError", "only_allowed", "pyogrio", "raw"]


def only_allowed() -> None:
    """Make sure that the setting took.

    Raises:
        RuntimeError: pyogrio was imported before this module, or brings drivers that are not listed here.
    """
    surplus = set(pyogrio.list_drivers()) - ALLOWED
    if surplus:
        raise RuntimeError(f"GDAL drivers not switched off: {', '.join(sorted(surplus))}")
