// More than there are processors: most tests wait, for a database, a time-out of a source or a process that starts.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
