"""The rules of the programme, each defined once with the clause it comes from; `rulebooks` lists them all."""
