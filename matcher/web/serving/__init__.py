"""The application and its servers: requests guarded, readers signed in, templates rendered."""
