"""The frame around every page: HTML, header, navigation, connection."""
