"""How fast Duly is and how it grows: each figure beside a floor measured in the same run. See README.md here."""
