"""The map as one would first write it with st_folium: what the atlas is measured against."""
