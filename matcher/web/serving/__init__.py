"""What stands between the network and the pages: connections, sizes, rates, sessions, the log. No page is made here."""
