"""A close look at a programme of organisations and advisers: what each rule and trigger is worth, in schools."""
