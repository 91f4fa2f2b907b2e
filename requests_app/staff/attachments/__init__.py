"""The files of a case on the desk: the list, putting one in, fetching and erasing one."""
