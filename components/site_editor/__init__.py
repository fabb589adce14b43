"""What the page Einrichtungen asks: single sites in a form and on the map."""
