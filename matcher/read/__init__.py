"""The only door for files: scenarios, DfE and Ofsted tables, the registers, and what an earlier run sealed."""
