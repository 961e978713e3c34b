"""How one value, name or heading is read, whatever file it stands in; nothing here knows a kind of file or register."""
