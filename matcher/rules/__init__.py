"""The rules of the programme, each said once beside its clause; `rulebooks` lists them all."""
