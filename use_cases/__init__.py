"""What people do, for pages, REST and command line alike: functions that take the objects that they need."""
