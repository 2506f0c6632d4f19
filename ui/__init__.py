"""What visitors see; the only folder that imports Streamlit."""
