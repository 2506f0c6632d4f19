"""What is around every page: the HTML, the header, the navigation, the connection."""
