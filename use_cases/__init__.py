"""Use cases shared by pages, REST and command line: functions that take the objects that they need."""
