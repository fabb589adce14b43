"""HTTP around the Streamlit script: routes, links and headers."""
